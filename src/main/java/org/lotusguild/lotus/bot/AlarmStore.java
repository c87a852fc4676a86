package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.store.Tx;

/** What is to be done when, one row for one row of a feature. */
final class AlarmStore {
    private final UserId account;

    AlarmStore(UserId account) {
        this.account = account;
    }

    record Alarm(Reply.Bind bind, Instant at) {}

    void put(Tx tx, Alarm alarm) {
        tx.sql("""
                insert into bot_alarm (account, kind, bind_key, due_at) values (:account, :kind, :key, :at)
                on conflict (account, kind, bind_key) do update set due_at = excluded.due_at""")
                .bind("account", account)
                .bind("kind", alarm.bind().kind())
                .bind("key", alarm.bind().key())
                .bind("at", alarm.at())
                .update();
    }

    /** False if it has rung or was set to another time. */
    boolean take(Tx tx, Alarm alarm) {
        return tx.sql("""
                        delete from bot_alarm
                        where account = :account and kind = :kind and bind_key = :key and due_at = :at""")
                        .bind("account", account)
                        .bind("kind", alarm.bind().kind())
                        .bind("key", alarm.bind().key())
                        .bind("at", alarm.at())
                        .update()
                == 1;
    }

    Optional<Alarm> of(Tx tx, Reply.Bind bind) {
        return tx.sql("select due_at from bot_alarm where account = :account and kind = :kind and bind_key = :key")
                .bind("account", account)
                .bind("kind", bind.kind())
                .bind("key", bind.key())
                .first(row -> new Alarm(bind, row.instant("due_at")));
    }

    List<Alarm> all(Tx tx) {
        return tx.sql("select kind, bind_key, due_at from bot_alarm where account = :account")
                .bind("account", account)
                .list(row -> new Alarm(new Reply.Bind(row.text("kind"), row.text("bind_key")), row.instant("due_at")));
    }
}
