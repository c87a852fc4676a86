package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import org.lotusguild.lotus.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches what a limited timeline left out: backwards to the position of the sync before or an event that is known, at most
 * 1,000 events a room, and 5 minutes and 32 million signs in all. After that each room is asked for one page, only until the
 * homeserver fails again, and for 5 minutes more. What is older is dropped with one line in the log.
 */
final class GapFiller {
    private static final Logger LOG = LoggerFactory.getLogger(GapFiller.class);
    private static final int PAGE = 100;
    private static final int MAX_EVENTS = 1000;
    private static final Duration MAX_TIME = Duration.ofMinutes(5);
    private static final long MAX_SIGNS = 32L << 20;

    /** The events of a room that were missed, as their texts, newest first. */
    record Gap(List<String> newestFirst) {
        static final Gap NONE = new Gap(List.of());

        /** Oldest first. */
        List<ObjectNode> open() {
            return newestFirst.reversed().stream().map(Json::parseStrangers).toList();
        }
    }

    private final UserId self;
    private final MatrixApi api;
    private final Database database;
    private final InstantSource clock;
    private final Skipped skipped;

    GapFiller(UserId self, MatrixApi api, Database database, InstantSource clock, Skipped skipped) {
        this.self = self;
        this.api = api;
        this.database = database;
        this.clock = clock;
        this.skipped = skipped;
    }

    /** What one answer of sync may cost: nothing else is read meanwhile. */
    private final class Budget {
        private final Instant end = clock.instant().plus(MAX_TIME);
        private long signs = MAX_SIGNS;
        private boolean failedLate;

        boolean late() {
            return clock.instant().isAfter(end);
        }

        MatrixApi api() {
            return late() ? api.once() : api;
        }

        boolean hopeless() {
            return failedLate || clock.instant().isAfter(end.plus(MAX_TIME));
        }

        boolean spent() {
            return signs <= 0 || late();
        }
    }

    /** @return by room; rooms without a gap are absent */
    Map<RoomId, Gap> fill(SyncAnswer answer, String since) {
        Map<RoomId, Gap> gaps = new HashMap<>();
        Budget budget = new Budget();
        for (SyncAnswer.PackedRoom part : answer.joined()) {
            if (part.limited() && part.prevBatch().isPresent() && !beganInTimeline(part)) {
                gaps.put(part.room(), fetch(part.room(), part.prevBatch().get(), since, budget));
            }
        }
        return gaps;
    }

    /** Our own join is in the timeline: what is older is not ours to read as news. */
    private boolean beganInTimeline(SyncAnswer.PackedRoom part) {
        return !known(part.room()).map(RoomStore.Known::joined).orElse(false)
                && part.open(skipped).timeline().stream().anyMatch(this::isOwnJoin);
    }

    private Gap fetch(RoomId room, String prevBatch, String since, Budget budget) {
        if (budget.hopeless()) {
            reportDropped(room);
            return Gap.NONE;
        }
        boolean late = budget.late();
        Optional<String> lastEvent = known(room).filter(RoomStore.Known::joined).flatMap(RoomStore.Known::lastEvent);
        List<String> newestFirst = new ArrayList<>();
        try {
            walk(room, prevBatch, since, lastEvent, newestFirst, budget);
        } catch (MatrixException e) {
            if (e.unknownToken()) {
                throw e;
            }
            budget.failedLate = late && (e.unwell() || e.byAProxy());
            reportHidden(room, e);
        } catch (HttpFailure e) {
            // It answers sync, but not this in five minutes: no reason to ask for ever.
            if (e.kind() == HttpFailure.Kind.CONNECT || e.kind() == HttpFailure.Kind.INTERRUPTED) {
                throw e;
            }
            budget.failedLate = late;
            reportHidden(room, e);
        }
        return new Gap(newestFirst);
    }

    private static void reportHidden(RoomId room, RuntimeException why) {
        LOG.atWarn()
                .addKeyValue("room", room)
                .addKeyValue("why", why.getMessage())
                .log("the homeserver does not show the events that sync left out; they are dropped");
    }

    private static void reportDropped(RoomId room) {
        LOG.atWarn()
                .addKeyValue("room", room)
                .log("more events were missed than are fetched; the older ones are dropped");
    }

    private void walk(
            RoomId room,
            String prevBatch,
            String since,
            Optional<String> lastEvent,
            List<String> newestFirst,
            Budget budget) {
        Optional<String> from = Optional.of(prevBatch);
        while (from.isPresent()) {
            RoomsApi.Page page = budget.api().rooms().messagesBefore(room, from, Optional.of(since), PAGE);
            if (take(page, lastEvent, newestFirst, budget)) {
                return;
            }
            if ((newestFirst.size() >= MAX_EVENTS || budget.spent())
                    && page.end().isPresent()) {
                reportDropped(room);
                return;
            }
            from = page.end().filter(next -> !page.events().isEmpty());
        }
    }

    /** True at the end: the newest event that is known, or in a room that is new to us our own join (which is news). */
    private boolean take(RoomsApi.Page page, Optional<String> lastEvent, List<String> newestFirst, Budget budget) {
        for (ObjectNode event : Sound.roomEvents(page.events(), skipped)) {
            if (lastEvent.isPresent() && lastEvent.equals(Json.string(event, "event_id"))) {
                return true;
            }
            String text = Json.text(event);
            newestFirst.add(text);
            budget.signs -= text.length();
            if (lastEvent.isEmpty() && isOwnJoin(event)) {
                return true;
            }
        }
        return false;
    }

    private Optional<RoomStore.Known> known(RoomId room) {
        return database.read(tx -> new RoomStore(self).known(tx, room));
    }

    private boolean isOwnJoin(ObjectNode event) {
        return Json.string(event, "type").orElse("").equals(RoomChanges.MEMBER)
                && Json.string(event, "state_key").orElse("").equals(self.value())
                && Json.string(event, "content", "membership").orElse("").equals(RoomStore.JOIN)
                && !Json.string(event, "unsigned", "prev_content", "membership")
                        .orElse("")
                        .equals(RoomStore.JOIN);
    }
}
