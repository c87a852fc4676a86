package org.lotusguild.lotus.bot.welcome;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Who was welcomed how far. Every move names the state that it comes from: of two at once, one happens. */
final class WelcomeStore {
    private static final String COLUMNS =
            "guest, state, room, message, joined, changed, back, left_chat, tries, last_error";

    private static Guest guest(Row row) {
        return new Guest(
                UserId.parse(row.text("guest")),
                Guest.State.valueOf(row.text("state")),
                row.optionalText("room").map(RoomId::parse),
                row.optionalText("message").map(EventId::parse),
                row.instant("joined"),
                row.instant("changed"),
                row.flag("back"),
                row.number("left_chat"),
                row.number("tries"),
                row.number("tries") > 0
                        && row.optionalText("last_error")
                                .filter(WelcomeStore::refusal)
                                .isEmpty());
    }

    /** An answer of the homeserver begins with its status; then nothing was done. */
    private static boolean refusal(String error) {
        return error.matches("(?s)\\d{3} .*");
    }

    Optional<Guest> guest(Tx tx, UserId user) {
        return tx.sql("select " + COLUMNS + " from bot_welcome where guest = :guest")
                .bind("guest", user)
                .first(WelcomeStore::guest);
    }

    Optional<Guest> inRoom(Tx tx, RoomId room, UserId user) {
        return guest(tx, user).filter(guest -> guest.room().filter(room::equals).isPresent());
    }

    /** False if the guest is known. */
    boolean add(Tx tx, UserId user, Guest.State state, Instant now) {
        return tx.sql("""
                        insert into bot_welcome (guest, state, joined, changed, back, left_chat, tries, next_try)
                        values (:guest, :state, :now, :now, 0, 0, 0, :now) on conflict do nothing""")
                        .bind("guest", user)
                        .bind("state", state)
                        .bind("now", now)
                        .update()
                == 1;
    }

    boolean move(Tx tx, UserId user, Guest.State from, Guest.State to, Instant now) {
        return tx.sql("""
                        update bot_welcome set state = :to, changed = :now, tries = 0, next_try = :now, last_error = null
                        where guest = :guest and state = :from""")
                        .bind("guest", user)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("now", now)
                        .update()
                == 1;
    }

    /** Who came again: back in the old chat if it is not long ago, else like new. */
    boolean rejoin(Tx tx, UserId user, Guest.State from, Instant goneAfter, Instant now) {
        return tx.sql("""
                        update bot_welcome set state = 'WAITING', joined = :now, tries = 0, next_try = :now, left_chat = 0,
                            message = null, last_error = null,
                            back = case when changed >= :after then 1 else 0 end,
                            room = case when changed >= :after then room else null end, changed = :now
                        where guest = :guest and state = :from""")
                        .bind("guest", user)
                        .bind("from", from)
                        .bind("after", goneAfter)
                        .bind("now", now)
                        .update()
                == 1;
    }

    void room(Tx tx, UserId user, RoomId room) {
        tx.sql("update bot_welcome set room = :room where guest = :guest")
                .bind("guest", user)
                .bind("room", room)
                .update();
    }

    void message(Tx tx, UserId user, EventId message) {
        tx.sql("update bot_welcome set message = :message where guest = :guest")
                .bind("guest", user)
                .bind("message", message)
                .update();
    }

    void leftChat(Tx tx, UserId user) {
        tx.sql("update bot_welcome set left_chat = left_chat + 1 where guest = :guest")
                .bind("guest", user)
                .update();
    }

    /** Before a step with an effect outside: after a crash its effect may be there. */
    boolean begin(Tx tx, Guest guest) {
        return tx.sql("""
                        update bot_welcome set tries = tries + 1
                        where guest = :guest and state = :state and tries = :tries""")
                        .bind("guest", guest.user())
                        .bind("state", guest.state())
                        .bind("tries", guest.tries())
                        .update()
                == 1;
    }

    void later(Tx tx, UserId user, Instant next, String error) {
        tx.sql("update bot_welcome set next_try = :next, last_error = :error where guest = :guest")
                .bind("guest", user)
                .bind("next", next)
                .bind("error", error)
                .update();
    }

    /** Whose step is to be done now, the longest waiting first. */
    List<Guest> due(Tx tx, Instant now, int number) {
        return tx.sql("select " + COLUMNS + """
                         from bot_welcome where state in ('WAITING', 'ACCEPTED') and next_try <= :now
                        order by next_try, guest limit :number""")
                .bind("now", now)
                .bind("number", number)
                .list(WelcomeStore::guest);
    }

    /** Who has not come into the chat yet, as far as was heard. */
    List<Guest> invited(Tx tx) {
        return tx.sql("select " + COLUMNS + " from bot_welcome where state = 'INVITED'")
                .list(WelcomeStore::guest);
    }

    Map<UserId, Guest> all(Tx tx) {
        return tx.sql("select " + COLUMNS + " from bot_welcome").list(WelcomeStore::guest).stream()
                .collect(Collectors.toMap(Guest::user, Function.identity()));
    }

    Map<Guest.State, Long> counts(Tx tx) {
        record Count(Guest.State state, long number) {}
        return tx
                .sql("select state, count(*) as number from bot_welcome group by state")
                .list(row -> new Count(Guest.State.valueOf(row.text("state")), row.number("number")))
                .stream()
                .collect(Collectors.toMap(Count::state, Count::number));
    }

    void invited(Tx tx, UserId user, RoomId room, boolean invited) {
        tx.sql("""
                insert into bot_welcome_invite (guest, room, invited) values (:guest, :room, :invited)
                on conflict (guest, room) do update set invited = excluded.invited""")
                .bind("guest", user)
                .bind("room", room)
                .bind("invited", invited)
                .update();
    }

    /** Rooms that were tried, and whether the invite was taken. */
    Map<RoomId, Boolean> invites(Tx tx, UserId user) {
        record Invite(RoomId room, boolean invited) {}
        Function<Row, Invite> read = row -> new Invite(RoomId.parse(row.text("room")), row.flag("invited"));
        return tx
                .sql("select room, invited from bot_welcome_invite where guest = :guest")
                .bind("guest", user)
                .list(read)
                .stream()
                .collect(Collectors.toMap(Invite::room, Invite::invited));
    }

    void forgetInvites(Tx tx, UserId user) {
        tx.sql("delete from bot_welcome_invite where guest = :guest")
                .bind("guest", user)
                .update();
    }
}
