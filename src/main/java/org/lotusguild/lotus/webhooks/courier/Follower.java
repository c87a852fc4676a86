package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.message.Fitted;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.sender.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Waits until the homeserver has what an errand became, uploads what is still owed, and writes the end down. */
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration UPLOADS = Duration.ofHours(24);

    private final Bench bench;
    private final Errand errand;
    private final Sender sender;
    private final Plan.Underway plan;
    private final Consumer<Errand> again;
    /** Of a run that broke off: nothing is uploaded and sent twice. */
    private final Map<Integer, Ticket> paid = new HashMap<>();

    /** @param again gets an errand that must be made smaller */
    Follower(Bench bench, Errand errand, Sender sender, Plan.Underway plan, Consumer<Errand> again) {
        this.bench = bench;
        this.errand = errand;
        this.sender = sender;
        this.plan = plan;
        this.again = again;
    }

    private record Arrived(Plan.Part part, Ticket.Outcome outcome) {}

    void run() throws InterruptedException {
        List<Arrived> arrived = new ArrayList<>();
        for (Plan.Part part : plan.parts()) {
            arrived.add(new Arrived(part, outcome(part.ticket())));
        }
        Ending ending = arrived.stream()
                .map(this::ending)
                .filter(end -> !(end instanceof Ending.Sent))
                .findFirst()
                .orElse(new Ending.Sent());
        boolean smaller = !errand.shrunk() && arrived.stream().anyMatch(Follower::tooLarge);
        boolean owes = ending instanceof Ending.Sent && !plan.owed().isEmpty();
        bench.database().relaxed(tx -> {
            arrived.forEach(one -> keep(tx, one));
            if (!(ending instanceof Ending.Sent)) {
                bench.roots().failed(tx, errand.load().id(), errand.room());
            }
            if (smaller) {
                bench.posts().forgetUnfinished(tx, errand.load().id(), errand.room());
            } else if (!owes) {
                bench.ends().of(tx, errand.load(), errand.room(), ending);
            }
            return true;
        });
        if (smaller) {
            bench.figures().count(CourierFigures.Again.TOO_LARGE);
            again.accept(errand.smaller());
        } else if (owes) {
            payAll(arrived);
        }
    }

    private Ticket.Outcome outcome(Ticket ticket) throws InterruptedException {
        while (true) {
            Ticket.Outcome outcome = ticket.await(LOOK);
            if (!(outcome instanceof Ticket.Pending)) {
                return outcome;
            }
            if (bench.stopping().getAsBoolean()) {
                throw new InterruptedException("asked to stop");
            }
        }
    }

    private void keep(Tx tx, Arrived one) {
        Optional<EventId> event = event(one.outcome());
        RoomId room = errand.room();
        if (event.isPresent() || one.part().what() == What.EDIT) {
            bench.posts()
                    .done(
                            tx,
                            errand.load().id(),
                            room,
                            one.part().number(),
                            event,
                            bench.clock().instant());
        }
        if (event.isPresent() && one.part().what() == What.MESSAGE) {
            bench.roots().arrived(tx, errand.load().id(), room, event.get());
        }
        event.ifPresent(there -> tx.afterCommit(() -> count(one.part().what())));
    }

    private void count(What what) {
        switch (what) {
            case MESSAGE -> count(CourierFigures.Delivered.SENT);
            case EDIT -> count(CourierFigures.Delivered.EDITED);
            case REPLY -> count(CourierFigures.Delivered.THREADED);
            case REDACTION -> count(CourierFigures.Delivered.REDACTED);
            case FILE, PICTURE -> {}
        }
    }

    private void count(CourierFigures.Delivered what) {
        bench.figures().count(errand.load().service(), what);
    }

    private static Optional<EventId> event(Ticket.Outcome outcome) {
        return outcome instanceof Ticket.Sent(EventId event) ? Optional.of(event) : Optional.empty();
    }

    private static boolean tooLarge(Arrived one) {
        return one.outcome() instanceof Ticket.Refused(String errcode, String why) && errcode.equals("M_TOO_LARGE");
    }

    private Ending ending(Arrived one) {
        return switch (one.outcome()) {
            case Ticket.Sent sent -> new Ending.Sent();
            case Ticket.Refused(String errcode, String why) -> refused(errcode);
            case Ticket.Dropped dropped -> dropped(one.part());
            case Ticket.Pending pending -> throw new IllegalStateException("still on its way");
        };
    }

    private static Ending refused(String errcode) {
        return switch (errcode) {
            case "M_FORBIDDEN" -> new Ending.Refused("the room refused the sender");
            case "M_NOT_FOUND" -> new Ending.Dead("the room is gone");
            case "M_TOO_LARGE" -> new Ending.Dead("the homeserver finds it too large");
            default -> new Ending.Dead("the homeserver refused it");
        };
    }

    /** Of several edits only the last is sent. */
    private Ending dropped(Plan.Part part) {
        if (!sender.account().rooms().isJoined(errand.room())) {
            return new Ending.Refused("the sender is not in the room");
        }
        return part.what() == What.EDIT ? new Ending.Sent() : new Ending.Dead("it could not be sent in time");
    }

    private void payAll(List<Arrived> arrived) throws InterruptedException {
        Optional<EventId> thread = plan.thread()
                .or(() -> arrived.stream()
                        .filter(one -> one.part().what() == What.MESSAGE)
                        .flatMap(one -> event(one.outcome()).stream())
                        .findFirst());
        for (Plan.Owed owed : plan.owed()) {
            Optional<EventId> event = thread.isPresent() ? paid(owed, thread.get()) : Optional.empty();
            bench.database().relaxed(tx -> {
                bench.posts()
                        .done(
                                tx,
                                errand.load().id(),
                                errand.room(),
                                owed.number(),
                                event,
                                bench.clock().instant());
                return true;
            });
        }
        bench.database().relaxed(tx -> {
            bench.ends().of(tx, errand.load(), errand.room(), new Ending.Sent());
            return true;
        });
    }

    private Optional<EventId> paid(Plan.Owed owed, EventId thread) throws InterruptedException {
        Ticket before = paid.get(owed.number());
        if (before != null) {
            return event(outcome(before));
        }
        Optional<ObjectNode> content = uploaded(owed);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode inThread = Relations.threadReply(content.get(), thread, thread);
        Ticket ticket = bench.database().inTransaction(tx -> bench.planner().pay(tx, errand, sender, owed, inThread));
        paid.put(owed.number(), ticket);
        return event(outcome(ticket));
    }

    private Optional<ObjectNode> uploaded(Plan.Owed owed) {
        List<Notice> notices = errand.load().notices(errand.target());
        return owed.what() == What.PICTURE
                ? notices.stream()
                        .filter(notice -> notice.image().isPresent())
                        .skip(owed.index())
                        .findFirst()
                        .flatMap(notice -> bench.uploads()
                                .picture(
                                        sender.account(),
                                        errand.room(),
                                        errand.load().hook(),
                                        notice))
                : notices.stream()
                        .flatMap(notice -> Contents.files(notice, errand.look(sender)).stream())
                        .skip(owed.index())
                        .findFirst()
                        .flatMap(this::file);
    }

    /** A file holds what the message leaves out: it is tried for a day. */
    private Optional<ObjectNode> file(Fitted.TextFile part) {
        Instant end = bench.clock().instant().plus(UPLOADS);
        for (int failures = 1; ; failures++) {
            try {
                return Optional.of(bench.uploads().file(sender.account(), errand.room(), part));
            } catch (MatrixException refusal) {
                if (!(refusal.unwell() || refusal.limited())
                        || !bench.clock().instant().isBefore(end)) {
                    return lost(refusal);
                }
            } catch (HttpFailure failure) {
                if (failure.kind() == HttpFailure.Kind.INTERRUPTED
                        || !bench.clock().instant().isBefore(end)) {
                    throw failure;
                }
            }
            waitAfter(failures);
        }
    }

    private void waitAfter(int failures) {
        bench.figures().count(CourierFigures.Again.HOMESERVER);
        try {
            bench.pause().take(bench.backoff().after(failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop", e);
        }
    }

    private Optional<ObjectNode> lost(MatrixException refusal) {
        LOG.atWarn()
                .addKeyValue("delivery", errand.load().id())
                .addKeyValue("errcode", refusal.errcode())
                .log("the homeserver does not take a file; its message stands without it");
        return Optional.empty();
    }
}
