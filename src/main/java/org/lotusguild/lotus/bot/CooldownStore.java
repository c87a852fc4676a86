package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Until when a caller must wait for a command; survives a restart. */
final class CooldownStore {

    Optional<Instant> until(Tx tx, UserId caller, String command) {
        return tx.sql("select until from bot_cooldown where caller = :caller and command = :command")
                .bind("caller", caller)
                .bind("command", command)
                .first(row -> row.instant("until"));
    }

    void begin(Tx tx, UserId caller, String command, Instant until) {
        tx.sql("""
                insert into bot_cooldown (caller, command, until) values (:caller, :command, :until)
                on conflict (caller, command) do update set until = excluded.until""")
                .bind("caller", caller)
                .bind("command", command)
                .bind("until", until)
                .update();
    }

    void giveBack(Tx tx, UserId caller, String command) {
        tx.sql("delete from bot_cooldown where caller = :caller and command = :command")
                .bind("caller", caller)
                .bind("command", command)
                .update();
    }

    int forgetBefore(Tx tx, Instant now) {
        return tx.sql("delete from bot_cooldown where until < :now")
                .bind("now", now)
                .update();
    }
}
