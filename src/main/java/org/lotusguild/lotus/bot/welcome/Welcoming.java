package org.lotusguild.lotus.bot.welcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.send.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The steps that need the homeserver: chats are opened, invites are sent. */
final class Welcoming {
    private static final Logger LOG = LoggerFactory.getLogger(Welcoming.class);
    /** Chats that are made and invites that are sent. */
    private static final int REQUESTS_AT_ONCE = 4;

    /** With those that wait for such a turn, or until sync shows the chat. */
    private static final int GUESTS_AT_ONCE = 12;

    /** More than {@link #GUESTS_AT_ONCE}, which are due until they are done. */
    private static final int A_LOOK = 40;

    private static final int A_PASS = 1_000;
    private static final int MOST_WAITS = 60;
    private static final Set<String> PRESENT = Set.of("join", "invite");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private final WelcomeSetting setting;
    private final WelcomeStore store;
    private final WelcomeWords words;
    private final Questions questions;
    private final Turns turns = Turns.of(REQUESTS_AT_ONCE);
    private final Semaphore places = new Semaphore(GUESTS_AT_ONCE);
    private final Set<UserId> underway = ConcurrentHashMap.newKeySet();

    Welcoming(WelcomeSetting setting, WelcomeStore store, WelcomeWords words, Questions questions) {
        this.setting = setting;
        this.store = store;
        this.words = words;
        this.questions = questions;
    }

    /**
     * Does what is due and what becomes so meanwhile, several guests at once.
     *
     * @param before runs each time before it is looked what is due
     * @return the number of steps that were due
     */
    int pass(Voice voice, Runnable before) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                return steps(voice, before, threads);
            } catch (InterruptedException stop) {
                threads.shutdownNow(); // else all that is underway would be waited for
                throw stop;
            }
        }
    }

    private int steps(Voice voice, Runnable before, ExecutorService threads) throws InterruptedException {
        int steps = 0;
        int waits = 0;
        List<Guest> next;
        do {
            before.run();
            next = next();
            for (Guest guest : next) {
                places.acquire();
                underway.add(guest.user());
                threads.execute(() -> done(voice, guest));
            }
            steps += next.size();
        } while (steps < A_PASS && (!next.isEmpty() || waits++ < MOST_WAITS && !idle()));
        return steps;
    }

    /** Waits a second for those who are underway; after that somebody else may have come. */
    private boolean idle() throws InterruptedException {
        boolean idle = places.tryAcquire(GUESTS_AT_ONCE, 1, TimeUnit.SECONDS);
        if (idle) {
            places.release(GUESTS_AT_ONCE);
        }
        return idle;
    }

    /** Who is underway stays due until the step is done, also if it is done while we look. */
    private List<Guest> next() {
        Set<UserId> busy = Set.copyOf(underway);
        return setting.db().read(tx -> store.due(tx, now(), A_LOOK)).stream()
                .filter(guest -> !busy.contains(guest.user()))
                .toList();
    }

    private void done(Voice voice, Guest guest) {
        try {
            step(voice, guest);
        } finally {
            underway.remove(guest.user());
            places.release();
        }
    }

    private void step(Voice voice, Guest guest) {
        try {
            if (setting.never().test(guest.user())) {
                setting.db().run(tx -> store.move(tx, guest.user(), guest.state(), Guest.State.BASELINE, now()));
            } else if (setting.db().inTransaction(tx -> store.begin(tx, guest))) {
                if (guest.state() == Guest.State.WAITING) {
                    open(voice, guest);
                } else {
                    invite(voice, guest);
                }
            }
        } catch (MatrixException e) {
            refused(voice, guest, e);
        } catch (HttpFailure e) {
            if (e.kind() != HttpFailure.Kind.INTERRUPTED) {
                later(guest, Optional.empty(), e);
            }
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("user", guest.user()).setCause(e).log("a welcome broke");
            later(guest, Optional.empty(), e);
        }
    }

    private void refused(Voice voice, Guest guest, MatrixException e) {
        boolean blocked =
                e.errcode().endsWith("M_INVITE_BLOCKED") || e.errcode().equals("M_FORBIDDEN");
        if (blocked && guest.state() == Guest.State.WAITING) {
            unreachable(voice, guest);
        } else {
            later(guest, e.retryAfter(), e);
        }
    }

    private void later(Guest guest, Optional<Duration> asked, RuntimeException why) {
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(10, guest.tries()));
        Duration wait = asked.orElse(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
        setting.db().run(tx -> store.later(tx, guest.user(), now().plus(wait), String.valueOf(why.getMessage())));
    }

    private void open(Voice voice, Guest guest) {
        RoomId chat = turns.take(() -> chat(guest));
        if (!setting.rooms().awaitPresent(chat, guest.user())) {
            setting.db().run(tx -> store.room(tx, guest.user(), chat));
            unreachable(voice, guest);
        } else if (setting.rooms().encrypted(chat)
                && !membership(chat, guest.user()).equals("join")) {
            invited(voice, guest, chat);
        } else {
            setting.db().run(tx -> store.room(tx, guest.user(), chat));
            questions.ask(voice, guest);
        }
    }

    /** The question waits until the guest has come, so that all of the guest's devices have keys. */
    private void invited(Voice voice, Guest guest, RoomId chat) {
        boolean moved = setting.db().inTransaction(tx -> {
            store.room(tx, guest.user(), chat);
            return store.move(tx, guest.user(), Guest.State.WAITING, Guest.State.INVITED, now());
        });
        // Whoever came in before that move was not noticed.
        if (moved && membership(chat, guest.user()).equals("join")) {
            setting.db().read(tx -> store.guest(tx, guest.user())).ifPresent(now -> questions.ask(voice, now));
        }
    }

    private RoomId chat(Guest guest) {
        Optional<RoomId> own = guest.room().filter(setting.rooms()::isJoined);
        if (own.isPresent() && !own.get().equals(setting.fallback())) {
            if (!PRESENT.contains(membership(own.get(), guest.user()))) {
                setting.rooms().invite(own.get(), guest.user());
            }
            return own.get();
        }
        Optional<RoomId> lost =
                guest.unsure() && setting.chats().find(guest.user()).isEmpty() ? lost(guest.user()) : Optional.empty();
        lost.ifPresent(room -> setting.chats().add(guest.user(), room));
        return lost.orElseGet(
                () -> setting.chats().make(guest.user(), setting.config().encrypted()));
    }

    /** A chat that was made by a process that died before it could note it. */
    private Optional<RoomId> lost(UserId user) {
        return setting.rooms().joined().stream()
                .filter(room -> member(room, user)
                        .filter(member -> member.path("is_direct").asBoolean(false))
                        .flatMap(member -> Json.string(member, "membership"))
                        .filter(PRESENT::contains)
                        .isPresent())
                .filter(room -> setting.rooms().joinedMembers(room).size() <= 2)
                .findFirst();
    }

    private String membership(RoomId room, UserId user) {
        Optional<String> synced = member(room, user).flatMap(member -> Json.string(member, "membership"));
        if (synced.isPresent()) {
            return synced.get();
        }
        if (setting.rooms().joinedMembers(room).contains(user)) {
            return "join";
        }
        return setting.rooms().invitedMembers(room).contains(user) ? "invite" : "leave";
    }

    private Optional<ObjectNode> member(RoomId room, UserId user) {
        return setting.rooms().state(room, "m.room.member", user.value());
    }

    private void unreachable(Voice voice, Guest guest) {
        voice.say(Questions.cause(guest, "call"), tx -> {
            if (!store.move(tx, guest.user(), Guest.State.WAITING, Guest.State.UNREACHABLE, now())) {
                return new Reply.Silence();
            }
            return new Reply.Post(setting.fallback(), words.call(guest, questions.name(tx, guest.user())));
        });
    }

    private void invite(Voice voice, Guest guest) {
        Map<RoomId, Boolean> done = setting.db().read(tx -> store.invites(tx, guest.user()));
        for (RoomId room : setting.targets()) {
            if (!done.containsKey(room)) {
                if (!stillAccepted(guest)) {
                    return;
                }
                boolean taken = invite(room, guest.user());
                setting.db().run(tx -> store.invited(tx, guest.user(), room, taken));
            }
        }
        voice.say(Questions.cause(guest, "done"), tx -> {
            if (!store.move(tx, guest.user(), Guest.State.ACCEPTED, Guest.State.DONE, now())) {
                return new Reply.Silence();
            }
            return new Reply.Post(
                    guest.room().orElse(setting.fallback()), words.result(store.invites(tx, guest.user())));
        });
    }

    private boolean stillAccepted(Guest guest) {
        return setting.db()
                .read(tx -> store.guest(tx, guest.user()))
                .filter(now -> now.state() == Guest.State.ACCEPTED)
                .isPresent();
    }

    /** False if the homeserver refuses for good: nobody is unbanned. */
    private boolean invite(RoomId room, UserId user) {
        if (PRESENT.contains(membership(room, user))) {
            return true;
        }
        try {
            return turns.take(() -> {
                setting.rooms().invite(room, user);
                return true;
            });
        } catch (MatrixException e) {
            if (e.limited() || e.unwell()) {
                throw e;
            }
            setting.desk().tell("welcome: %s could not be invited to %s: %s".formatted(user, room, e.errcode()));
            return false;
        }
    }

    private Instant now() {
        return setting.clock().instant();
    }
}
