package org.lotusguild.lotus.matrix.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.lotusguild.lotus.base.OncePerHour;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.crypto.Verifications.RoomEvent;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Verifier;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Knows whether somebody looks, and accordingly accepts or declines. */
public final class AttendedVerifier implements Verifier {
    private static final Logger LOG = LoggerFactory.getLogger(AttendedVerifier.class);
    private static final String WORDS = "m.key.verification.";
    /** Longer than between two looks, short enough for the other side when a console is closed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /**
     * What it works with.
     *
     * @param nobodyLooks what is told to those whose request is declined
     */
    public record Parts(
            CryptoMachine machine,
            Traffic traffic,
            RoomSender sender,
            Rooms rooms,
            DirectChats chats,
            InstantSource clock,
            Pause pause,
            String nobodyLooks) {}

    /** Sends what the machine has stored. */
    public interface Traffic {
        /**
         * Sends all of it.
         *
         * @throws MatrixException or {@link HttpFailure} if it was not taken now
         */
        void flush() throws InterruptedException;
    }

    /** @param id of the one that is looked at */
    private record Attendance(Optional<UserId> with, Instant until, Optional<String> id) {
        Attendance at(String found) {
            return new Attendance(with, until, Optional.of(found));
        }
    }

    private final Parts parts;
    private final OncePerHour<RoomId> notices;
    private final AtomicReference<Optional<Attendance>> attendance = new AtomicReference<>(Optional.empty());

    public AttendedVerifier(Parts parts) {
        this.parts = parts;
        this.notices = new OncePerHour<>(parts.clock());
    }

    /** Takes the words of verifications out of what the account's listener hears. */
    public Listener before(Listener other) {
        return (event, ack) -> {
            Optional<RoomEvent> word = word(event);
            if (word.isEmpty()) {
                other.on(event, ack);
                return;
            }
            step(step -> {
                ack.within(step.tx());
                step.verifications().receive(word.get());
                return true;
            });
            quietly(this::tend);
        };
    }

    private static Optional<RoomEvent> word(Incoming event) {
        return switch (event) {
            case Incoming.Unknown(EventMeta meta, String type, ObjectNode content)
            when type.startsWith(WORDS) ->
                Optional.of(new RoomEvent(meta.room(), meta.id(), meta.sender(), meta.sentAt(), type, content));
            case Incoming.Message message
            when message.msgtype().equals(WORDS + "request") -> {
                EventMeta meta = message.meta();
                yield Optional.of(new RoomEvent(
                        meta.room(), meta.id(), meta.sender(), meta.sentAt(), "m.room.message", message.content()));
            }
            case Incoming other -> Optional.empty();
        };
    }

    /**
     * Answers the requests that came, ends what took too long. Called after each sync answer.
     *
     * @throws MatrixException or {@link HttpFailure} if the homeserver could not be told now: come again
     */
    public void tend() throws InterruptedException {
        List<String> wanted = step(this::sort);
        if (!wanted.isEmpty()) {
            parts.traffic().flush(); // their device lists
            step(step -> {
                wanted.forEach(step.verifications()::accept);
                return true;
            });
        }
        parts.traffic().flush();
    }

    /** Declines what nobody looks at; answers what is to be accepted. */
    private List<String> sort(Step step) {
        Verifications all = step.verifications();
        all.tidy();
        lapse(step);
        List<String> wanted = new ArrayList<>();
        for (Verification each : all.all()) {
            if (each.stage() != Stage.REQUESTED) {
                continue;
            }
            if (takes(all, each)) {
                step.track(Set.of(each.with()));
                wanted.add(each.id());
            } else {
                decline(step, each);
            }
        }
        return wanted;
    }

    /** Whoever looked is gone, and is forgotten once the end of the verification is stored. */
    private void lapse(Step step) {
        Optional<Attendance> now = attendance.get();
        now.filter(this::isOver).ifPresent(gone -> {
            gone.id().ifPresent(id -> step.verifications().cancel(id, "nobody looks any more"));
            step.tx().afterCommit(() -> attendance.compareAndSet(now, Optional.empty()));
        });
    }

    private boolean isOver(Attendance attending) {
        return !parts.clock().instant().isBefore(attending.until());
    }

    /** Whether it is the one that is waited for; from now on it is the one that is looked at. */
    private boolean takes(Verifications all, Verification asking) {
        return attendance
                .updateAndGet(now -> now.filter(a -> fits(all, a, asking))
                        .map(a -> a.at(asking.id()))
                        .or(() -> now))
                .filter(a -> fits(all, a, asking))
                .isPresent();
    }

    /** Whoever was asked and asks instead takes the place of our own request. */
    private boolean fits(Verifications all, Attendance attending, Verification asking) {
        boolean free = attending.id().isEmpty() || attending.id().get().equals(asking.id());
        return !isOver(attending)
                && attending.with().map(asking.with()::equals).orElse(true)
                && (free
                        || attending.with().isPresent()
                                && isCancelled(all, attending.id().get()));
    }

    private static boolean isCancelled(Verifications all, String id) {
        return all.all().stream()
                .filter(each -> each.id().equals(id))
                .noneMatch(each -> each.stage() != Stage.CANCELLED);
    }

    private void decline(Step step, Verification asking) {
        step.verifications().cancel(asking.id(), parts.nobodyLooks());
        LOG.atInfo().addKeyValue("user", asking.with()).log("declined a verification: nobody looks");
        ObjectNode notice = MessageContent.notice(Doc.plain(parts.nobodyLooks()));
        asking.room()
                .filter(room -> notices.due(room).isPresent())
                .ifPresent(room -> say(step, room, "m.room.message", notice, SendOptions.interactive()));
    }

    @Override
    public boolean begin(Optional<UserId> with) {
        attendance.set(Optional.of(attending(with, Optional.empty())));
        boolean asked = with.isEmpty() || ask(with.get());
        if (asked) {
            Thread.ofVirtual().name("verification").start(() -> quietly(this::watch));
        } else {
            attendance.set(Optional.empty());
        }
        return asked;
    }

    private Attendance attending(Optional<UserId> with, Optional<String> id) {
        return new Attendance(with, parts.clock().instant().plus(GRACE), id);
    }

    /** The homeserver may take longer than a look is remembered: the time counts anew from here. */
    private boolean ask(UserId user) {
        Optional<RoomId> room = user.equals(parts.machine().user())
                ? Optional.empty()
                : parts.chats()
                        .find(user)
                        .filter(chat -> parts.rooms().joinedMembers(chat).contains(user));
        step(step -> {
            step.track(Set.of(user));
            return true;
        });
        quietly(parts.traffic());
        Optional<Verification> asked = step(step -> step.verifications().ask(user, room));
        quietly(parts.traffic());
        asked.ifPresent(one -> attendance.updateAndGet(now -> Optional.of(
                attending(Optional.of(user), now.flatMap(Attendance::id).or(() -> Optional.of(one.id()))))));
        return asked.isPresent();
    }

    /** Nobody syncs in between: the console may be closed at any time. */
    private void watch() throws InterruptedException {
        while (attendance.get().isPresent()) {
            parts.pause().take(TICK);
            try {
                quietly(this::tend);
            } catch (StoreException busy) {
                LOG.atDebug().addKeyValue("why", busy.getMessage()).log("a verification is looked at again");
            } catch (IllegalStateException closed) {
                LOG.atDebug()
                        .addKeyValue("why", closed.getMessage())
                        .log("the account is closed; nobody looks any more");
                attendance.set(Optional.empty());
            }
        }
    }

    @Override
    public Optional<Verification> look() {
        Instant until = parts.clock().instant().plus(GRACE);
        return attendance
                .updateAndGet(now -> now.map(a -> new Attendance(a.with(), until, a.id())))
                .flatMap(Attendance::id)
                .flatMap(id -> step(step -> step.verifications().all().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()));
    }

    @Override
    public void answer(boolean same) {
        decide((all, id) -> {
            if (same) {
                all.agree(id);
            } else {
                all.differ(id);
            }
        });
    }

    @Override
    public void end(String why) {
        decide((all, id) -> all.cancel(id, why));
        attendance.set(Optional.empty());
    }

    private void decide(BiConsumer<Verifications, String> what) {
        attendance
                .get()
                .flatMap(Attendance::id)
                .ifPresent(id -> step(step -> {
                    what.accept(step.verifications(), id);
                    return true;
                }));
        quietly(parts.traffic());
    }

    /** What is to be said in rooms is stored with the step that says it. */
    private <T> T step(Function<Step, T> body) {
        return parts.machine().step(step -> {
            T result = body.apply(step);
            step.verifications()
                    .takeRoomMessages()
                    .forEach(message -> say(
                            step,
                            message.room(),
                            message.type(),
                            message.content(),
                            SendOptions.interactive().key(message.key())));
            return result;
        });
    }

    private void say(Step step, RoomId room, String type, ObjectNode content, SendOptions options) {
        try {
            parts.sender().enqueue(step.tx(), room, type, content, options.lifetime(LIFETIME));
        } catch (QueueFull full) {
            // The queue has logged it. Sync must not stand still for it; the other side gives up after ten minutes.
        }
    }

    /** What the homeserver did not take now goes with the next sync answer. */
    private static void quietly(Traffic work) {
        try {
            work.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MatrixException | HttpFailure e) {
            LOG.atDebug().addKeyValue("why", e.getMessage()).log("a verification goes on later");
        }
    }
}
