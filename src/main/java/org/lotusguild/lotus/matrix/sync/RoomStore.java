package org.lotusguild.lotus.matrix.sync;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** The rooms of an account: our membership, and what must be remembered about each. */
record RoomStore(UserId account) {
    static final String JOIN = "join";
    static final String INVITE = "invite";
    static final String LEAVE = "leave";
    static final Set<String> MEMBERSHIPS = Set.of(JOIN, INVITE, LEAVE, "ban", "knock");

    /**
     * @param lastEvent the newest event that sync brought
     * @param changes grows whenever sync says something about a member, or about how the room is encrypted
     */
    record Known(
            String membership, boolean encrypted, boolean membersComplete, long changes, Optional<String> lastEvent) {
        boolean joined() {
            return membership.equals(JOIN);
        }

        Known asEncrypted() {
            return new Known(membership, true, membersComplete, changes, lastEvent);
        }
    }

    Optional<Known> known(Tx tx, RoomId room) {
        return tx.sql("""
                select membership, encrypted, members_complete, member_changes, last_event
                from matrix_room where account = :account and room = :room
                """)
                .bind("account", account)
                .bind("room", room)
                .first(row -> new Known(
                        row.text("membership"),
                        row.flag("encrypted"),
                        row.flag("members_complete"),
                        row.number("member_changes"),
                        row.optionalText("last_event")));
    }

    Set<RoomId> joined(Tx tx) {
        return with(tx, JOIN);
    }

    Set<RoomId> left(Tx tx) {
        return with(tx, LEAVE);
    }

    private Set<RoomId> with(Tx tx, String membership) {
        return tx
                .sql("select room from matrix_room where account = :account and membership = :membership")
                .bind("account", account)
                .bind("membership", membership)
                .list(row -> RoomId.parse(row.text("room")))
                .stream()
                .collect(Collectors.toSet());
    }

    void membership(Tx tx, RoomId room, String membership) {
        tx.sql("""
                insert into matrix_room
                    (account, room, membership, encrypted, members_complete, member_changes, last_event)
                values (:account, :room, :membership, 0, 0, 0, null)
                on conflict (account, room) do update set membership = excluded.membership
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("membership", membership)
                .update();
    }

    void lastEvent(Tx tx, RoomId room, String event) {
        tx.sql("update matrix_room set last_event = :event where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .bind("event", event)
                .update();
    }

    /** For ever: nothing sets it back. */
    void encrypted(Tx tx, RoomId room) {
        tx.sql("update matrix_room set encrypted = 1 where account = :account and room = :room and encrypted = 0")
                .bind("account", account)
                .bind("room", room)
                .update();
    }

    void membersComplete(Tx tx, RoomId room, boolean complete) {
        tx.sql("update matrix_room set members_complete = :complete where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .bind("complete", complete)
                .update();
    }

    void countChange(Tx tx, RoomId room) {
        tx.sql("""
                update matrix_room set member_changes = member_changes + 1
                where account = :account and room = :room
                """).bind("account", account).bind("room", room).update();
    }

    /** @param upgrades the room that this one says to go on for; absent with an ordinary invite */
    record Invited(RoomId room, UserId inviter, boolean direct, Optional<RoomId> upgrades) {}

    List<Invited> unansweredInvites(Tx tx) {
        return tx.sql("""
                select room, inviter, direct, upgrades from matrix_invite where account = :account and answer is null
                """)
                .bind("account", account)
                .list(row -> new Invited(
                        RoomId.parse(row.text("room")),
                        UserId.parse(row.text("inviter")),
                        row.flag("direct"),
                        row.optionalText("upgrades").map(RoomId::parse)));
    }

    void invite(Tx tx, Invited invite) {
        tx.sql("""
                insert into matrix_invite (account, room, inviter, direct, upgrades, answer)
                values (:account, :room, :inviter, :direct, :upgrades, null)
                on conflict (account, room) do update
                set inviter = excluded.inviter, direct = excluded.direct, upgrades = excluded.upgrades, answer = null
                """)
                .bind("account", account)
                .bind("room", invite.room())
                .bind("inviter", invite.inviter())
                .bind("direct", invite.direct())
                .bind("upgrades", invite.upgrades().orElse(null))
                .update();
    }

    void answerInvite(Tx tx, RoomId room, String answer) {
        tx.sql("update matrix_invite set answer = :answer where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .bind("answer", answer)
                .update();
    }

    /** We are in. Of an upgrade it is still to be seen whether the room is what it was said to be. */
    void joinedInvite(Tx tx, RoomId room) {
        tx.sql("""
                delete from matrix_invite
                where account = :account and room = :room and (upgrades is null or answer is not null)
                """).bind("account", account).bind("room", room).update();
    }

    void endInvite(Tx tx, RoomId room) {
        tx.sql("delete from matrix_invite where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .update();
    }
}
