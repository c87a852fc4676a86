package org.lotusguild.lotus.matrix.sync;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The state of an account's joined rooms. Members have a table of their own: there are many, and lists of them are asked. */
record StateStore(UserId account) {

    /** A state event without what sync wraps around it. */
    record State(String type, String stateKey, UserId sender, ObjectNode content) {}

    Optional<State> state(Tx tx, RoomId room, String type, String stateKey) {
        return tx.sql("""
                select sender, content from matrix_state
                where account = :account and room = :room and type = :type and state_key = :state_key
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("type", type)
                .bind("state_key", stateKey)
                .first(row -> new State(
                        type, stateKey, UserId.parse(row.text("sender")), Json.parseObject(row.text("content"))));
    }

    void put(Tx tx, RoomId room, State state) {
        tx.sql("""
                insert into matrix_state (account, room, type, state_key, sender, content)
                values (:account, :room, :type, :state_key, :sender, :content)
                on conflict (account, room, type, state_key) do update
                set sender = excluded.sender, content = excluded.content
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("type", state.type())
                .bind("state_key", state.stateKey())
                .bind("sender", state.sender())
                .bind("content", Json.text(state.content()))
                .update();
    }

    Optional<ObjectNode> member(Tx tx, RoomId room, UserId user) {
        return tx.sql("""
                select content from matrix_member where account = :account and room = :room and user_id = :user
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("user", user)
                .first(row -> Json.parseObject(row.text("content")));
    }

    Set<UserId> members(Tx tx, RoomId room, String membership) {
        return tx
                .sql("""
                select user_id from matrix_member
                where account = :account and room = :room and membership = :membership
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("membership", membership)
                .list(row -> UserId.parse(row.text("user_id")))
                .stream()
                .collect(Collectors.toSet());
    }

    void putMember(Tx tx, RoomId room, UserId user, String membership, ObjectNode content) {
        tx.sql("""
                insert into matrix_member (account, room, user_id, membership, content)
                values (:account, :room, :user, :membership, :content)
                on conflict (account, room, user_id) do update
                set membership = excluded.membership, content = excluded.content
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("user", user)
                .bind("membership", membership)
                .bind("content", Json.text(content))
                .update();
    }

    void forgetState(Tx tx, RoomId room) {
        tx.sql("delete from matrix_state where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .update();
    }

    void forgetMembers(Tx tx, RoomId room) {
        tx.sql("delete from matrix_member where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .update();
    }
}
