package org.lotusguild.lotus.webhooks.hook;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Hooks made by command, what was switched off of any hook, and the secrets of all. Ids and scripts lie sealed. */
final class HookStore {
    private final Vault vault;

    HookStore(Vault vault) {
        this.vault = vault;
    }

    void put(Tx tx, MadeHook hook) {
        tx.sql("""
                insert into webhook_hook (name, service, sender, room, waits, get, dump, strict, transform, imported,
                    made_at, expires_at)
                values (:name, :service, :sender, :room, :waits, :get, :dump, :strict, :transform, :imported,
                    :madeAt, :expires)""")
                .bind("name", hook.name())
                .bind("service", hook.service().orElse(null))
                .bind("sender", hook.sender().orElse(null))
                .bind("room", hook.room())
                .bind("waits", hook.waits())
                .bind("get", hook.get())
                .bind("dump", hook.dump())
                .bind("strict", hook.strict())
                .bind(
                        "transform",
                        hook.transform()
                                .map(script -> vault.seal(script, script(hook.name())))
                                .orElse(null))
                .bind("imported", hook.imported())
                .bind("madeAt", hook.madeAt())
                .bind("expires", hook.expires().orElse(null))
                .update();
    }

    void script(Tx tx, String hook, String source) {
        tx.sql("update webhook_hook set transform = :transform where name = :name")
                .bind("name", hook)
                .bind("transform", vault.seal(source, script(hook)))
                .update();
    }

    List<MadeHook> all(Tx tx) {
        return tx.sql("""
                        select name, service, sender, room, waits, get, dump, strict, transform, imported, made_at, expires_at
                        from webhook_hook order by name""").list(this::hook);
    }

    Optional<MadeHook> named(Tx tx, String name) {
        return tx.sql("""
                        select name, service, sender, room, waits, get, dump, strict, transform, imported, made_at, expires_at
                        from webhook_hook where name = :name""").bind("name", name).first(this::hook);
    }

    boolean forget(Tx tx, String name) {
        return tx.sql("delete from webhook_hook where name = :name")
                        .bind("name", name)
                        .update()
                > 0;
    }

    void switches(Tx tx, String hook, Switches now) {
        tx.sql("""
                insert into webhook_switch (hook, enabled, transform, problem, warned, script)
                values (:hook, :enabled, :transform, :problem, :warned, :script)
                on conflict (hook) do update set enabled = excluded.enabled, transform = excluded.transform,
                    problem = excluded.problem, warned = excluded.warned, script = excluded.script""")
                .bind("hook", hook)
                .bind("enabled", now.enabled())
                .bind("transform", now.transform())
                .bind("problem", now.problem().orElse(null))
                .bind("warned", now.warned())
                .bind("script", now.script().orElse(null))
                .update();
    }

    void forgetSwitches(Tx tx, String hook) {
        tx.sql("delete from webhook_switch where hook = :hook")
                .bind("hook", hook)
                .update();
    }

    /** By hook; who is not there has everything on. */
    Map<String, Switches> switches(Tx tx) {
        Map<String, Switches> byHook = new HashMap<>();
        tx.sql("select hook, enabled, transform, problem, warned, script from webhook_switch")
                .list(row -> byHook.put(row.text("hook"), switches(row)));
        return byHook;
    }

    /** @return false if the same secret is there already, of whatever hook */
    boolean keep(Tx tx, KeptSecret secret) {
        return tx.sql("""
                        insert into webhook_secret (digest, hook, kind, sealed, made_at, valid_until, gone_until)
                        values (:digest, :hook, :kind, :sealed, :madeAt, :validUntil, :goneUntil)
                        on conflict (digest) do nothing""")
                        .bind("digest", secret.digest())
                        .bind("hook", secret.hook())
                        .bind("kind", secret.kind())
                        .bind("sealed", vault.seal(secret.secret().value(), secret(secret.digest())))
                        .bind("madeAt", secret.madeAt())
                        .bind("validUntil", secret.validUntil().orElse(null))
                        .bind("goneUntil", secret.goneUntil().orElse(null))
                        .update()
                > 0;
    }

    /** The newest last, behind those that have an end. */
    List<KeptSecret> secrets(Tx tx) {
        return tx.sql("""
                        select digest, hook, kind, sealed, made_at, valid_until, gone_until
                        from webhook_secret order by case when valid_until is null then 1 else 0 end, made_at, digest""").list(this::secret);
    }

    /** Ends what is valid without an end. */
    void retire(Tx tx, String hook, Instant validUntil, Instant goneUntil) {
        tx.sql("""
                update webhook_secret set valid_until = :validUntil, gone_until = :goneUntil
                where hook = :hook and (valid_until is null or valid_until > :validUntil)""")
                .bind("hook", hook)
                .bind("validUntil", validUntil)
                .bind("goneUntil", goneUntil)
                .update();
    }

    void forgetGone(Tx tx, Instant now) {
        tx.sql("delete from webhook_secret where gone_until < :now")
                .bind("now", now)
                .update();
    }

    /** How often anything here was changed. */
    long changes(Tx tx) {
        return tx.sql("select number from webhook_change where id = 1")
                .first(row -> row.number("number"))
                .orElse(0L);
    }

    void changed(Tx tx) {
        tx.sql("update webhook_change set number = number + 1 where id = 1").update();
    }

    private MadeHook hook(Row row) {
        String name = row.text("name");
        return new MadeHook(
                name,
                row.text("room"),
                row.optionalText("service"),
                row.optionalText("sender"),
                row.flag("waits"),
                row.flag("get"),
                row.flag("dump"),
                row.flag("strict"),
                row.optionalBytes("transform").map(box -> vault.openText(box, script(name))),
                row.flag("imported"),
                row.instant("made_at"),
                row.optionalInstant("expires_at"));
    }

    private static Switches switches(Row row) {
        return new Switches(
                row.flag("enabled"),
                row.flag("transform"),
                row.optionalText("problem"),
                row.flag("warned"),
                row.optionalText("script"));
    }

    private KeptSecret secret(Row row) {
        String digest = row.text("digest");
        return new KeptSecret(
                digest,
                row.text("hook"),
                row.text("kind"),
                new Secret(vault.openText(row.bytes("sealed"), secret(digest))),
                row.instant("made_at"),
                row.optionalInstant("valid_until"),
                row.optionalInstant("gone_until"));
    }

    private static Place script(String hook) {
        return new Place("webhook_hook", "webhooks", "", hook);
    }

    private static Place secret(String digest) {
        return new Place("webhook_secret", "webhooks", "", digest);
    }
}
