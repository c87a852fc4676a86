package org.lotusguild.lotus.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.SealBroken;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.redact.Redaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The rows of accepted posts. Payloads and how they were sent lie sealed; once a delivery is done, a masked copy takes the payload's
 * place, or the whole one stays where it is dead. Whoever moves rows on holds the courier's lease.
 */
public final class DeliveryStore {
    /** Payloads that are opened at once, in bytes; a single one may be larger. */
    static final long AT_ONCE = 8L << 20;

    /** Nothing is put off for so long. */
    private static final Duration FAR = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryStore.class);

    private final Vault vault;
    private final PastStore past;

    public DeliveryStore(Vault vault) {
        this.vault = vault;
        this.past = new PastStore(vault);
    }

    /** The same rows, as people look at them afterwards. */
    public PastStore past() {
        return past;
    }

    /** A row to be. @param size what it takes of the disk: what came packed may be a thousand times as large */
    public record Fresh(String id, Instant at, String hook, byte[] posted, byte[] body, int size) {}

    /** Seals a post, outside of the transaction. */
    public Fresh fresh(String id, Instant at, Accepted post) {
        byte[] posted = vault.seal(Json.bytes(post.posted()), posted(id));
        byte[] body = vault.seal(Json.bytes(post.payload()), body(id));
        return new Fresh(id, at, post.hook(), posted, body, posted.length + body.length);
    }

    public void insert(Tx tx, Collection<Fresh> rows) {
        tx.batch(
                """
                insert into webhook_delivery (id, hook, received_at, state, attempts, due_at, size, posted, body)
                values (:id, :hook, :at, 'PENDING', 0, :at, :size, :posted, :body)""",
                rows,
                (row, fresh) -> row.bind("id", fresh.id())
                        .bind("hook", fresh.hook())
                        .bind("at", fresh.at())
                        .bind("size", fresh.size())
                        .bind("posted", fresh.posted())
                        .bind("body", fresh.body()));
    }

    /** Notes what a post is known by; false if it is known already. */
    public boolean first(Tx tx, String hook, Accepted.Seen seen, String delivery, Instant now) {
        return tx.sql("""
                        insert into webhook_seen (hook, seen, delivery, expires_at) values (:hook, :seen, :delivery, :expires)
                        on conflict (hook, seen) do update set delivery = excluded.delivery, expires_at = excluded.expires_at
                            where webhook_seen.expires_at <= :now""")
                        .bind("hook", hook)
                        .bind("seen", seen.key())
                        .bind("delivery", delivery)
                        .bind("expires", now.plus(seen.life()))
                        .bind("now", now)
                        .update()
                > 0;
    }

    /**
     * What is to be worked on, in order of arrival, as far as it is due: what was never tried always is, and what would have to wait
     * longer than anything does, since the clock was put back. Large ones come a few at a time. One that cannot be read any
     * more is dead.
     */
    public List<Delivery> due(Tx tx, Instant now, int most) {
        List<Opened> rows = tx.sql("""
                        select d.id, d.hook, d.received_at, d.attempts, d.posted, d.body from webhook_delivery d
                        join (select id, sum(size) over (order by id) - size as before from
                                (select id, size from webhook_delivery
                                where done_at is null and (state = 'PENDING' or state = 'RETRY' and (due_at <= :now or due_at > :far))
                                order by id limit :most) as first_ones) as line on line.id = d.id
                        where line.before < :bytes order by d.id""")
                .bind("now", now)
                .bind("far", now.plus(FAR))
                .bind("most", most)
                .bind("bytes", AT_ONCE)
                .list(this::opened);
        rows.stream().filter(row -> row.delivery().isEmpty()).forEach(row -> {
            LOG.atError().addKeyValue("delivery", row.id()).log("a stored post cannot be read any more; it is dead");
            dead(tx, row.id(), now, Outcome.problem("it cannot be read any more"));
        });
        return readable(rows);
    }

    private static List<Delivery> readable(List<Opened> rows) {
        return rows.stream().flatMap(row -> row.delivery().stream()).toList();
    }

    /** Those in this state, in order of arrival: what was being sent when the process ended, or what the night held back. */
    public List<Delivery> in(Tx tx, State state, int most) {
        return readable(tx.sql("""
                        select id, hook, received_at, attempts, posted, body from webhook_delivery where done_at is null and state = :state order by id limit :most""").bind("state", state).bind("most", most).list(this::opened));
    }

    /** When the next row becomes due, if any waits; see {@link #due}. */
    public Optional<Instant> nextDue(Tx tx, Instant now) {
        return tx.sql("""
                        select min(case when state = 'PENDING' or due_at > :far then 0 else due_at end) as due
                        from webhook_delivery
                        where done_at is null and state in ('PENDING', 'RETRY')""")
                .bind("far", now.plus(FAR))
                .first(row -> row.optionalInstant("due"))
                .flatMap(due -> due);
    }

    /** One with its whole payload, as long as that is kept. */
    public Optional<Delivery> whole(Tx tx, String id) {
        return tx.sql("""
                        select id, hook, received_at, attempts, posted, body from webhook_delivery where id = :id and posted is not null""").bind("id", id).first(this::delivery);
    }

    /** Into a state that is not the last one. */
    public void move(Tx tx, String id, State state) {
        tx.sql("update webhook_delivery set state = :state where id = :id")
                .bind("id", id)
                .bind("state", state)
                .update();
    }

    /** It did not work; again from then on. */
    public void retry(Tx tx, String id, Instant due, String problem) {
        tx.sql("""
                update webhook_delivery set state = 'RETRY', attempts = attempts + 1, due_at = :due, problem = :problem
                where id = :id""").bind("id", id).bind("due", due).bind("problem", problem).update();
    }

    /** It was not tried, and is not before then. */
    public void putOff(Tx tx, String id, Instant due, String why) {
        tx.sql("update webhook_delivery set state = 'RETRY', due_at = :due, problem = :why where id = :id")
                .bind("id", id)
                .bind("due", due)
                .bind("why", why)
                .update();
    }

    /**
     * The end of a delivery that need not be kept whole: sent or filtered.
     *
     * @param payload from which the masked copy is made
     */
    public void done(Tx tx, String id, State state, Instant now, Outcome outcome, JsonNode payload) {
        byte[] masked = vault.seal(Json.bytes(Redaction.of(payload)), body(id));
        end(tx, id, state, now, outcome);
        tx.sql("update webhook_delivery set posted = null, body = :masked where id = :id")
                .bind("id", id)
                .bind("masked", masked)
                .update();
    }

    /** It cannot be delivered. It stays whole, to be replayed. */
    public void dead(Tx tx, String id, Instant now, Outcome outcome) {
        end(tx, id, State.DEAD, now, outcome);
    }

    /** Whatever of a hook no courier has in hand cannot be delivered. */
    public void deadOf(Tx tx, String hook, Instant now, String why) {
        tx.sql("""
                update webhook_delivery set state = 'DEAD', done_at = :now, problem = :why
                where hook = :hook and done_at is null and state in ('PENDING', 'RETRY', 'HELD')""").bind("hook", hook).bind("now", now).bind("why", why).update();
    }

    private static void end(Tx tx, String id, State state, Instant now, Outcome outcome) {
        tx.sql("""
                update webhook_delivery set state = :state, done_at = :now, service = :service, event = :event,
                    problem = :problem, event_ids = :events
                where id = :id""")
                .bind("id", id)
                .bind("state", state)
                .bind("now", now)
                .bind("service", outcome.service().orElse(null))
                .bind("event", outcome.event().orElse(null))
                .bind("problem", outcome.problem().orElse(null))
                .bind(
                        "events",
                        String.join(
                                " ",
                                outcome.events().stream().map(EventId::value).toList()))
                .update();
    }

    /** Of what is not done, and of what is dead. */
    public Map<State, Long> counts(Tx tx) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        counts.put(
                State.DEAD,
                tx.sql("select count(*) as amount from webhook_delivery where state = 'DEAD'")
                        .first(row -> row.number("amount"))
                        .orElse(0L));
        tx.sql("""
                select state, count(*) as amount from webhook_delivery where done_at is null group by state""").list(row -> counts.put(State.valueOf(row.text("state")), row.number("amount")));
        return counts;
    }

    /** What waits to be delivered. */
    public record Waiting(long rows, long bytes, Optional<Instant> oldest) {}

    public Waiting waiting(Tx tx) {
        return tx.sql("""
                        select count(*) as amount, coalesce(sum(size), 0) as bytes, min(received_at) as oldest
                        from webhook_delivery where done_at is null""")
                .first(row -> new Waiting(row.number("amount"), row.number("bytes"), row.optionalInstant("oldest")))
                .orElseThrow();
    }

    private record Opened(String id, Optional<Delivery> delivery) {}

    private Opened opened(Row row) {
        try {
            return new Opened(row.text("id"), Optional.of(delivery(row)));
        } catch (SealBroken | MalformedJson | IllegalArgumentException unreadable) {
            return new Opened(row.text("id"), Optional.empty());
        }
    }

    private Delivery delivery(Row row) {
        String id = row.text("id");
        return new Delivery(
                id,
                row.text("hook"),
                row.instant("received_at"),
                Json.parseExact(vault.openText(row.bytes("body"), body(id))),
                Json.read(Json.parse(vault.openText(row.bytes("posted"), posted(id))), Posted.class),
                Math.toIntExact(row.number("attempts")));
    }

    private static Place posted(String id) {
        return new Place("webhook_delivery.posted", "webhooks", "", id);
    }

    static Place body(String id) {
        return new Place("webhook_delivery.body", "webhooks", "", id);
    }
}
