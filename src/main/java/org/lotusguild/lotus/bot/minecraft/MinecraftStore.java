package org.lotusguild.lotus.bot.minecraft;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Whose name is whose. A name that was asked for and not confirmed belongs to nobody yet. */
final class MinecraftStore {

    /** @param confirmed whether the server has said that the name is on the list because of its owner */
    record Claim(String name, UserId owner, boolean confirmed) {}

    Optional<Claim> claim(Tx tx, String name) {
        return tx.sql("select name, owner, confirmed from bot_minecraft where name_key = :key")
                .bind("key", key(name))
                .first(row -> new Claim(row.text("name"), UserId.parse(row.text("owner")), row.flag("confirmed")));
    }

    void put(Tx tx, Claim claim, Instant now) {
        tx.sql("""
                insert into bot_minecraft (name_key, name, owner, confirmed, at)
                values (:key, :name, :owner, :confirmed, :now)
                on conflict (name_key) do update set name = excluded.name, owner = excluded.owner,
                    confirmed = excluded.confirmed, at = excluded.at""")
                .bind("key", key(claim.name()))
                .bind("name", claim.name())
                .bind("owner", claim.owner())
                .bind("confirmed", claim.confirmed())
                .bind("now", now)
                .update();
    }

    void remove(Tx tx, String name) {
        tx.sql("delete from bot_minecraft where name_key = :key")
                .bind("key", key(name))
                .update();
    }

    /** In alphabetical order. */
    List<String> names(Tx tx, UserId owner) {
        return tx.sql("""
                        select name from bot_minecraft where owner = :owner and confirmed = 1
                        order by name_key""").bind("owner", owner).list(row -> row.text("name"));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
