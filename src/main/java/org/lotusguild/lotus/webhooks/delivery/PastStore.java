package org.lotusguild.lotus.webhooks.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.seal.SealBroken;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.redact.Redaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What became of deliveries: shown to people, tried again at their word, forgotten in the end. */
public final class PastStore {
    private static final Logger LOG = LoggerFactory.getLogger(PastStore.class);

    private final Vault vault;

    PastStore(Vault vault) {
        this.vault = vault;
    }

    /** The last deliveries of a hook, the newest first. Of large ones only the newest have their body: memory has no more. */
    public List<Past> history(Tx tx, String hook, int most) {
        List<String> broken = new ArrayList<>();
        List<Past> history = tx.sql("""
                        select d.id, d.hook, d.received_at, d.state, d.attempts, d.service, d.event, d.problem, d.event_ids,
                            case when line.before < :bytes then d.posted end as posted,
                            case when line.before < :bytes then d.body end as body
                        from webhook_delivery d
                        join (select id, sum(size) over (order by id desc) - size as before from
                                (select id, size from webhook_delivery where hook = :hook
                                order by id desc limit :most) as last_ones) as line on line.id = d.id
                        order by d.id desc""")
                .bind("hook", hook)
                .bind("most", most)
                .bind("bytes", DeliveryStore.AT_ONCE)
                .list(row -> past(row, broken));
        if (!broken.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("hook", hook)
                    .addKeyValue("delivery", broken.getFirst())
                    .addKeyValue("number", broken.size())
                    .log("what was posted was sealed with another key or is damaged, and cannot be shown");
        }
        return history;
    }

    /**
     * What a hook was posted last, masked; empty where nothing is kept, or cannot be read any more. The night's digest was posted by
     * nobody.
     */
    public Optional<JsonNode> last(Tx tx, String hook) {
        return tx.sql("""
                        select id, hook, received_at, state, attempts, service, event, problem, event_ids, posted, body
                        from webhook_delivery
                        where hook = :hook and (event is null or event not like '%.digest') order by id desc limit 1""")
                .bind("hook", hook)
                .first(row -> past(row, new ArrayList<>()))
                .flatMap(Past::body);
    }

    /**
     * What could not be delivered since then, the oldest first, without what was posted: so many bodies may be more than memory has.
     *
     * @param after only those that came later than this one; empty: all
     */
    public List<Past> dead(Tx tx, Instant since, String after, int most) {
        return tx.sql("""
                        select id, hook, received_at, state, attempts, service, event, problem, event_ids
                        from webhook_delivery where state = 'DEAD' and done_at >= :since and id > :after
                        order by id limit :most""")
                .bind("since", since)
                .bind("after", after)
                .bind("most", most)
                .list(row -> past(row, Optional.empty()));
    }

    /** How many {@link #dead} there are, without a limit. */
    public long countDead(Tx tx, Instant since, String after) {
        return tx.sql("""
                        select count(*) as amount from webhook_delivery
                        where state = 'DEAD' and done_at >= :since and id > :after""")
                .bind("since", since)
                .bind("after", after)
                .first(row -> row.number("amount"))
                .orElse(0L);
    }

    /** How a hook does: when the last post came, and what came of those since then. */
    public record Summary(Optional<Instant> last, Map<State, Long> counts) {}

    public Summary summary(Tx tx, String hook, Instant since) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        tx.sql("""
                select state, count(*) as amount from webhook_delivery
                where hook = :hook and received_at >= :since group by state""")
                .bind("hook", hook)
                .bind("since", since)
                .list(row -> counts.put(State.valueOf(row.text("state")), row.number("amount")));
        Optional<Instant> last = tx.sql("select max(received_at) as last from webhook_delivery where hook = :hook")
                .bind("hook", hook)
                .first(row -> row.optionalInstant("last"))
                .flatMap(at -> at);
        return new Summary(last, counts);
    }

    /** Forgets what is done since before then, and keys that mean nothing any more. */
    public int prune(Tx tx, Instant doneBefore, Instant deadBefore, Instant now) {
        tx.sql("delete from webhook_seen where expires_at <= :now")
                .bind("now", now)
                .update();
        return tx.sql("""
                        delete from webhook_delivery where done_at is not null
                            and ((state = 'DEAD' and done_at < :dead) or (state <> 'DEAD' and done_at < :done))""").bind("done", doneBefore).bind("dead", deadBefore).update();
    }

    /** Lets all dead ones of this time try again; answers how many there were. */
    public int reviveAll(Tx tx, Instant since, Instant now) {
        return tx.sql("""
                        update webhook_delivery set state = 'PENDING', attempts = 0, due_at = :now, done_at = null, problem = null
                        where state = 'DEAD' and done_at >= :since""").bind("since", since).bind("now", now).update();
    }

    /** Forgets what is done of a hook since before then, but for the newest and the dead. */
    public int prune(Tx tx, String hook, int keep, Instant doneBefore) {
        return tx.sql("""
                        delete from webhook_delivery
                        where hook = :hook and done_at is not null and state <> 'DEAD' and done_at < :done
                            and id < (select id from webhook_delivery where hook = :hook order by id desc limit 1 offset :before)""")
                .bind("hook", hook)
                .bind("done", doneBefore)
                .bind("before", keep - 1)
                .update();
    }

    /** Lets a dead one try again; false if it is not dead. */
    public boolean revive(Tx tx, String id, Instant now) {
        return tx.sql("""
                        update webhook_delivery set state = 'PENDING', attempts = 0, due_at = :now, done_at = null, problem = null
                        where id = :id and state = 'DEAD'""").bind("id", id).bind("now", now).update() > 0;
    }

    private Past past(Row row, List<String> broken) {
        boolean masked = row.optionalBytes("posted").isEmpty();
        return past(row, row.optionalBytes("body").flatMap(box -> shown(row.text("id"), box, masked, broken)));
    }

    /** One that cannot be read any more hides no other. */
    private Optional<JsonNode> shown(String id, byte[] box, boolean masked, List<String> broken) {
        try {
            JsonNode payload = Json.parseExact(vault.openText(box, DeliveryStore.body(id)));
            return Optional.of(masked ? payload : Redaction.of(payload));
        } catch (SealBroken notOurs) {
            broken.add(id);
            return Optional.empty();
        } catch (MalformedJson | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Past past(Row row, Optional<JsonNode> body) {
        return new Past(
                row.text("id"),
                row.text("hook"),
                row.instant("received_at"),
                State.valueOf(row.text("state")),
                Math.toIntExact(row.number("attempts")),
                row.optionalText("service"),
                row.optionalText("event"),
                row.optionalText("problem"),
                row.optionalText("event_ids").filter(ids -> !ids.isEmpty()).stream()
                        .flatMap(ids -> Arrays.stream(ids.split(" ")))
                        .map(EventId::parse)
                        .toList(),
                body);
    }
}
