package org.lotusguild.lotus.matrix.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an event of a room as it came from the homeserver, with what the encryption machine made of it, into an
 * {@link Incoming}. Total: a malformed event is logged by its id and is empty, nothing ever throws.
 */
public final class IncomingParser {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingParser.class);

    private final InstantSource clock;
    private final Duration maxAge;

    /** @param maxAge events older than this when they are read are {@code late} */
    public IncomingParser(InstantSource clock, Duration maxAge) {
        this.clock = clock;
        this.maxAge = maxAge;
    }

    /** @param received when the event came by sync: {@code unsigned.age} was true then */
    public Optional<Incoming> clear(RoomId room, ObjectNode event, Instant received) {
        return skipped(event, plain(room, event, age(event, received)));
    }

    /** An {@code m.room.encrypted} event, decrypted or not. */
    public Optional<Incoming> decrypted(RoomId room, ObjectNode event, Decrypted result, Instant received) {
        return skipped(event, opened(room, event, result, age(event, received)));
    }

    /** As {@link #decrypted}, for an event that waited for its key: its {@code unsigned.age} is no longer true. */
    public Optional<Incoming> released(RoomId room, ObjectNode event, Decrypted result) {
        return skipped(event, opened(room, event, result, sinceSent(event)));
    }

    private Optional<Incoming> plain(RoomId room, ObjectNode event, Duration age) {
        ObjectNode content = Json.objectAt(event, "content");
        String type = Json.string(event, "type").orElse("");
        return meta(room, event, content, age, Optional.empty()).flatMap(meta -> {
            Optional<String> stateKey = Json.string(event, "state_key");
            return stateKey.isPresent()
                    ? StateEvents.read(meta, type, stateKey.get(), event)
                    : TimelineEvents.read(meta, type, content, event);
        });
    }

    private Optional<Incoming> opened(RoomId room, ObjectNode event, Decrypted result, Duration age) {
        return switch (result) {
            // The homeserver says one name, the key another: whose words these are nobody knows.
            case Decrypted.Clear(String type, ObjectNode content, Trust trust)
            when trust == Trust.MISMATCHED_SENDER -> unreadable(room, event, age, Decrypted.Reason.WRONG_SENDER);
            case Decrypted.Clear(String type, ObjectNode content, Trust trust) ->
                meta(room, event, content, age, Optional.of(trust))
                        .flatMap(meta -> TimelineEvents.readEncrypted(meta, type, content));
            case Decrypted.Waiting(Decrypted.Reason reason) -> unreadable(room, event, age, reason);
            case Decrypted.Refused(Decrypted.Reason reason) -> unreadable(room, event, age, reason);
        };
    }

    private Optional<Incoming> unreadable(RoomId room, ObjectNode event, Duration age, Decrypted.Reason reason) {
        return meta(room, event, Json.objectAt(event, "content"), age, Optional.of(Trust.UNKNOWN))
                .map(meta -> new Incoming.Undecryptable(meta, reason));
    }

    private Optional<EventMeta> meta(
            RoomId room, ObjectNode event, ObjectNode content, Duration age, Optional<Trust> trust) {
        Optional<EventId> id = Ids.event(event.path("event_id"));
        Optional<UserId> sender = Ids.user(event.path("sender"));
        JsonNode sent = event.path("origin_server_ts");
        if (id.isEmpty() || sender.isEmpty() || !wholeNumber(sent)) {
            return Optional.empty();
        }
        return Optional.of(new EventMeta(
                room,
                id.get(),
                sender.get(),
                Instant.ofEpochMilli(sent.longValue()),
                age,
                age.compareTo(maxAge) > 0,
                trust.isPresent(),
                trust.orElse(Trust.CLEAR),
                Relation.replyTo(content),
                Relation.thread(content)));
    }

    private Duration age(ObjectNode event, Instant received) {
        JsonNode age = Json.at(event, "unsigned", "age");
        if (!wholeNumber(age)) {
            return sinceSent(event);
        }
        Duration waited = Duration.between(received, clock.instant());
        return positive(Duration.ofMillis(age.longValue()).plus(positive(waited)));
    }

    private Duration sinceSent(ObjectNode event) {
        JsonNode sent = event.path("origin_server_ts");
        Instant then = Instant.ofEpochMilli(wholeNumber(sent) ? sent.longValue() : 0);
        return positive(Duration.between(then, clock.instant()));
    }

    /** Future stamps count as now. */
    private static Duration positive(Duration age) {
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static boolean wholeNumber(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    private static Optional<Incoming> skipped(ObjectNode event, Optional<Incoming> read) {
        if (read.isEmpty()) {
            LOG.atDebug()
                    .addKeyValue(
                            "event",
                            Ids.event(event.path("event_id"))
                                    .map(EventId::value)
                                    .orElse("?"))
                    .log("malformed or redacted event skipped");
        }
        return read;
    }
}
