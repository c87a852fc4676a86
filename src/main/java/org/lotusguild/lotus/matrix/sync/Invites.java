package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the policy about invites and carries its answer out. Looked through after each sync answer, on a thread of its own,
 * because joining a far room takes long; what failed in passing is asked again after a while.
 */
final class Invites {
    private static final Logger LOG = LoggerFactory.getLogger(Invites.class);

    private static final Duration LATER = Duration.ofMinutes(1);

    /** So long the answer in work may take to end when it is interrupted. */
    private static final Duration STOP = Duration.ofSeconds(1);

    private record Setback(int failures, Instant notBefore) {}

    private final RoomStore store;
    private final Database database;
    private final MatrixApi api;
    private final InvitePolicy policy;
    private final BiConsumer<UserId, RoomId> direct;
    private final InstantSource clock;
    private final Backoff backoff;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Map<RoomId, Setback> setbacks = new HashMap<>();
    private volatile boolean closing;
    private volatile Optional<Thread> worker = Optional.empty();

    Invites(
            UserId account,
            Database database,
            MatrixApi api,
            InvitePolicy policy,
            BiConsumer<UserId, RoomId> direct,
            InstantSource clock,
            Backoff backoff) {
        this.store = new RoomStore(account);
        this.database = database;
        this.api = api;
        this.policy = policy;
        this.direct = direct;
        this.clock = clock;
        this.backoff = backoff;
    }

    /** Looks through the invites, unless that is going on already. */
    void look() {
        if (!closing
                && !busy.get()
                && !database.read(store::unansweredInvites).isEmpty()
                && busy.compareAndSet(false, true)) {
            worker = Optional.of(Thread.ofVirtual().name("invites").start(this::answerAll));
        }
    }

    /** Ends the answer in work: it is given again after the next start. For when nobody looks any more. */
    void close() throws InterruptedException {
        closing = true;
        if (worker.isPresent()) {
            worker.get().interrupt();
            worker.get().join(STOP);
        }
    }

    private void answerAll() {
        try {
            List<RoomStore.Invited> open = database.read(store::unansweredInvites);
            setbacks.keySet()
                    .retainAll(open.stream().map(RoomStore.Invited::room).toList());
            open.stream().takeWhile(invite -> !closing).filter(this::due).forEach(this::answer);
        } catch (StoreException e) {
            if (!closing) {
                LOG.atWarn().setCause(e).log("invites wait: the database could not do it");
            }
        } finally {
            busy.set(false);
        }
    }

    private boolean due(RoomStore.Invited invite) {
        Setback setback = setbacks.get(invite.room());
        return setback == null || !clock.instant().isBefore(setback.notBefore());
    }

    private void answer(RoomStore.Invited invite) {
        try {
            InvitePolicy.Answer answer = policy.decide(invite.room(), invite.inviter(), invite.direct());
            switch (answer) {
                case JOIN -> settled(invite, join(invite) ? answer.name() : "NO SUCCESSOR");
                case REJECT -> {
                    api.rooms().leave(invite.room());
                    settled(invite, answer.name());
                }
                case IGNORE -> settled(invite, answer.name());
                case LATER ->
                    setbacks.put(invite.room(), new Setback(0, clock.instant().plus(LATER)));
            }
        } catch (MatrixException e) {
            if (e.limited() || e.unwell()) {
                later(invite, e);
            } else {
                settled(invite, "FAILED " + e.status() + " " + e.errcode());
            }
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // Of the network or a defect of the policy: the other invites must not wait for it.
            if (!closing) {
                later(invite, e);
            }
        }
    }

    /**
     * Listed as direct first: the first message must already find it so.
     *
     * @return false if the room does not go on for the one that said so: then we have left it again
     */
    private boolean join(RoomStore.Invited invite) {
        if (invite.direct()) {
            direct.accept(invite.inviter(), invite.room());
        }
        api.rooms().join(invite.room(), List.of(invite.inviter().server()));
        boolean right = invite.upgrades().isEmpty() || invite.upgrades().equals(predecessor(invite.room()));
        if (!right) {
            api.rooms().leave(invite.room());
        }
        return right;
    }

    /** Its maker writes it, a tombstone anybody who may end a room. */
    private Optional<RoomId> predecessor(RoomId room) {
        try {
            return api.rooms()
                    .state(room, "m.room.create", "")
                    .flatMap(create -> Json.string(create, "predecessor", "room_id"))
                    .map(RoomId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (MatrixException e) {
            if (e.limited() || e.unwell()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void settled(RoomStore.Invited invite, String answer) {
        database.run(tx -> store.answerInvite(tx, invite.room(), answer));
        LOG.atInfo()
                .addKeyValue("room", invite.room())
                .addKeyValue("inviter", invite.inviter())
                .addKeyValue("answer", answer)
                .log("invite answered");
    }

    private void later(RoomStore.Invited invite, RuntimeException why) {
        Setback before = setbacks.getOrDefault(invite.room(), new Setback(0, clock.instant()));
        int failures = before.failures() + 1;
        Duration wait = backoff.ceiling(failures);
        setbacks.put(invite.room(), new Setback(failures, clock.instant().plus(wait)));
        LOG.atWarn()
                .addKeyValue("room", invite.room())
                .addKeyValue("why", why.getMessage())
                .log("an invite could not be answered now; it is tried again");
    }
}
