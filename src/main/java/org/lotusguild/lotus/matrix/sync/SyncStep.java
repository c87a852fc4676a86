package org.lotusguild.lotus.matrix.sync;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * The effect of one sync answer, in one transaction and in this order: encryption, account data, rooms, inbox, position. A
 * crash anywhere replays the whole answer with the same effect.
 */
final class SyncStep {
    private final UserId self;
    private final Vault vault;
    private final InstantSource clock;
    private final Pace pace;
    private final Skipped skipped;
    private final RoomChanges changes;
    private final RoomStore rooms;
    /** Negative: not read yet. Nobody else gives numbers. */
    private long lastSeq = -1;

    SyncStep(UserId self, Vault vault, InstantSource clock, RoomExits exits, Pace pace, Skipped skipped) {
        this.self = self;
        this.vault = vault;
        this.clock = clock;
        this.pace = pace;
        this.skipped = skipped;
        this.changes = new RoomChanges(self, exits, skipped);
        this.rooms = new RoomStore(self);
    }

    /**
     * @param gaps the events that a limited timeline left out, by room, oldest first
     * @param first whether the account had no position: then nothing is delivered
     * @return the rooms that have something in the inbox
     */
    Set<RoomId> apply(Step step, SyncAnswer answer, Map<RoomId, GapFiller.Gap> gaps, boolean first) {
        boolean heard = !first && pace == Pace.LISTENING;
        InboxWriter inbox = inbox(step);
        SyncOutcome outcome = step.receive(answer.encryption());
        accountData(step.tx(), answer.accountData());
        for (SyncAnswer.PackedRoom packed : answer.joined()) {
            SyncAnswer.RoomPart part = packed.open(skipped);
            boolean before = changes.joined(step.tx(), part);
            if (first) {
                // Whoever left meanwhile, this answer need not say so.
                rooms.membersComplete(step.tx(), part.room(), false);
            }
            track(step, part);
            if (heard) {
                deliver(
                        inbox,
                        part,
                        gaps.getOrDefault(part.room(), GapFiller.Gap.NONE).open(),
                        before);
            }
        }
        answer.invited().forEach(invite -> changes.invited(step.tx(), invite));
        for (SyncAnswer.PackedRoom part : answer.left()) {
            boolean before = wasJoined(step.tx(), part.room());
            changes.left(step.tx(), part.room());
            if (heard && before) {
                part.open(skipped).timeline().forEach(event -> inbox.add(part.room(), event));
            }
        }
        if (first) {
            changes.onlyJoined(step.tx(), answer.joined());
            step.doubtDeviceLists();
        }
        outcome.released().forEach(event -> inbox.addReleased(event.room(), event.event()));
        new PositionStore(self).nextBatch(step.tx(), answer.nextBatch());
        return inbox.rooms();
    }

    /** Puts events into the inbox whose key came by another way; answers their rooms. */
    Set<RoomId> release(Step step, List<SyncOutcome.Released> events) {
        InboxWriter inbox = inbox(step);
        events.forEach(event -> inbox.addReleased(event.room(), event.event()));
        return inbox.rooms();
    }

    /** Numbers never come twice while the process lives: the inbox reads on from the last one it saw. */
    private InboxWriter inbox(Step step) {
        InboxStore store = new InboxStore(self);
        if (lastSeq < 0) {
            lastSeq = store.lastSeq(step.tx());
        }
        return new InboxWriter(step, store, vault, clock, () -> ++lastSeq);
    }

    private boolean wasJoined(Tx tx, RoomId room) {
        return rooms.known(tx, room).map(RoomStore.Known::joined).orElse(false);
    }

    /** Who may write there soon: their devices are asked for now, so that the first message already has a known sender. */
    private void track(Step step, SyncAnswer.RoomPart part) {
        Set<UserId> seen = changes.peopleIn(part);
        if (!seen.isEmpty()
                && rooms.known(step.tx(), part.room())
                        .map(RoomStore.Known::encrypted)
                        .orElse(false)) {
            step.track(seen);
        }
    }

    private void accountData(Tx tx, List<ObjectNode> events) {
        AccountDataStore store = new AccountDataStore(self);
        for (ObjectNode event : events) {
            store.put(tx, Json.string(event, "type").orElseThrow(), Json.objectAt(event, "content"));
        }
    }

    private void deliver(InboxWriter inbox, SyncAnswer.RoomPart part, List<ObjectNode> gap, boolean joinedBefore) {
        List<ObjectNode> all = new ArrayList<>(gap);
        all.addAll(part.timeline());
        sinceOwnJoin(all, joinedBefore).forEach(event -> inbox.add(part.room(), event));
    }

    /** Nothing from before our own join is news. Our join itself is. */
    private List<ObjectNode> sinceOwnJoin(List<ObjectNode> events, boolean joinedBefore) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (isOwnJoin(events.get(i), joinedBefore)) {
                return events.subList(i, events.size());
            }
        }
        return events;
    }

    /** A change of our name is also a membership event with {@code join}; what it was before tells them apart. */
    private boolean isOwnJoin(ObjectNode event, boolean joinedBefore) {
        if (!changes.isOwnMembership(event, RoomStore.JOIN)) {
            return false;
        }
        return Json.string(event, "unsigned", "prev_content", "membership")
                .map(before -> !before.equals(RoomStore.JOIN))
                .orElse(!joinedBefore);
    }
}
