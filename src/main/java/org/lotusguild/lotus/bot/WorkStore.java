package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.List;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Work that is going on; what stands here at a start was cut off. */
final class WorkStore {
    private final UserId account;

    WorkStore(UserId account) {
        this.account = account;
    }

    record Task(Origin origin, UserId caller, String command, Instant begun) {}

    void add(Tx tx, Task task) {
        tx.sql("""
                insert into bot_work (account, event_id, about, room, thread, caller, command, begun)
                values (:account, :event, :about, :room, :thread, :caller, :command, :begun)""")
                .bind("account", account)
                .bind("event", task.origin().id())
                .bind("about", task.origin().about())
                .bind("room", task.origin().room())
                .bind("thread", task.origin().thread().map(EventId::value).orElse(null))
                .bind("caller", task.caller())
                .bind("command", task.command())
                .bind("begun", task.begun())
                .update();
    }

    /** False if it was taken before. */
    boolean take(Tx tx, EventId event) {
        return tx.sql("delete from bot_work where account = :account and event_id = :event")
                        .bind("account", account)
                        .bind("event", event)
                        .update()
                == 1;
    }

    List<Task> all(Tx tx) {
        return tx.sql("""
                        select event_id, about, room, thread, caller, command, begun from bot_work
                        where account = :account order by begun""")
                .bind("account", account)
                .list(row -> new Task(
                        new Origin(
                                RoomId.parse(row.text("room")),
                                EventId.parse(row.text("event_id")),
                                EventId.parse(row.optionalText("about").orElse(row.text("event_id"))),
                                row.optionalText("thread").map(EventId::parse)),
                        UserId.parse(row.text("caller")),
                        row.text("command"),
                        row.instant("begun")));
    }
}
