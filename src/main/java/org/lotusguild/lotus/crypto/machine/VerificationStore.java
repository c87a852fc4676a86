package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.verification.Exchange;
import org.lotusguild.lotus.crypto.verification.Flow;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;

/** What must be known of verifications after a restart. */
final class VerificationStore {
    private final long account;

    /** One that no process is at work on any more. */
    record Left(String id, Flow flow, UserId user, Instant since) {}

    VerificationStore(long account) {
        this.account = account;
    }

    void save(Tx tx, Exchange x, Optional<String> outcome) {
        tx.sql("""
                        insert into crypto_verification
                            (account, id, transaction_id, user_id, room, devices, since, outcome)
                        values (:account, :id, :transaction, :user, :room, :devices, :since, :outcome)
                        on conflict (account, id) do update set transaction_id = excluded.transaction_id,
                            devices = excluded.devices, outcome = excluded.outcome
                        """)
                .bind("account", account)
                .bind("id", x.id())
                .bind("transaction", x.flow().transaction())
                .bind("user", x.them())
                .bind("room", x.flow() instanceof Flow.InRoom(RoomId room, var request) ? room.value() : null)
                .bind("devices", devices(x.flow()))
                .bind("since", x.since())
                .bind("outcome", outcome.orElse(null))
                .update();
    }

    private static String devices(Flow flow) {
        return flow instanceof Flow.ToDevice(String transaction, Set<DeviceId> devices)
                ? Json.text(devices.stream().map(DeviceId::value).sorted().toList())
                : "[]";
    }

    boolean isKnown(Tx tx, String id) {
        return tx.sql("select id from crypto_verification where account = :account and id = :id")
                .bind("account", account)
                .bind("id", id)
                .first(row -> row.text("id"))
                .isPresent();
    }

    List<Left> open(Tx tx) {
        return tx.sql("""
                        select id, transaction_id, user_id, room, devices, since from crypto_verification
                        where account = :account and outcome is null order by since, id
                        """).bind("account", account).list(VerificationStore::left);
    }

    void deleteOver(Tx tx, Instant before) {
        tx.sql("""
                        delete from crypto_verification
                        where account = :account and outcome is not null and since < :before
                        """).bind("account", account).bind("before", before).update();
    }

    /** Of what is over only the youngest stay. */
    void keepYoungestOver(Tx tx, int most) {
        tx.sql("""
                        delete from crypto_verification where account = :account and id in (
                            select id from crypto_verification where account = :account and outcome is not null
                            order by since desc, id limit 100 offset :most)
                        """).bind("account", account).bind("most", most).update();
    }

    private static Left left(Row row) {
        return new Left(row.text("id"), flow(row), new UserId(row.text("user_id")), row.instant("since"));
    }

    private static Flow flow(Row row) {
        String transaction = row.text("transaction_id");
        Optional<String> room = row.optionalText("room");
        if (room.isPresent()) {
            return new Flow.InRoom(
                    new RoomId(room.get()),
                    Optional.of(transaction).filter(id -> !id.isEmpty()).map(EventId::new));
        }
        return new Flow.ToDevice(
                transaction,
                Json.parse(row.text("devices"))
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .map(DeviceId::new)
                        .collect(Collectors.toSet()));
    }
}
