package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
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
    /** Of a run that broke off, by part: nothing is uploaded, made smaller and sent twice. */
    private final Map<Integer, Ticket> sent = new HashMap<>();

    Follower(Bench bench, Errand errand, Sender sender, Plan.Underway plan) {
        this.bench = bench;
        this.errand = errand;
        this.sender = sender;
        this.plan = plan;
    }

    private record Arrived(Plan.Part part, Ticket.Outcome outcome, Ending ending) {}

    void run() throws InterruptedException {
        List<Arrived> arrived = new ArrayList<>();
        for (Plan.Part part : plan.parts()) {
            arrived.add(arrived(part));
        }
        Ending ending = arrived.stream()
                .map(Arrived::ending)
                .filter(end -> !(end instanceof Ending.Sent))
                .findFirst()
                .orElse(new Ending.Sent());
        boolean owes = ending instanceof Ending.Sent && !plan.owed().isEmpty();
        bench.database().relaxed(tx -> {
            arrived.forEach(one -> keep(tx, one));
            if (!owes) {
                bench.ends().of(tx, errand.load(), errand.room(), ending);
            }
            return true;
        });
        if (owes) {
            payAll(arrived);
        }
    }

    /** What is too large is sent half as large, once. */
    private Arrived arrived(Plan.Part part) throws InterruptedException {
        Ticket.Outcome outcome = outcome(part.ticket());
        if (!tooLarge(outcome) || part.draft().isEmpty()) {
            return arrived(part, outcome);
        }
        if (!sent.containsKey(part.number())) {
            bench.figures().count(CourierFigures.Again.TOO_LARGE);
            Draft draft = part.draft().get();
            sent.put(
                    part.number(),
                    bench.database()
                            .inTransaction(tx -> bench.planner().smaller(tx, errand, sender, part.number(), draft)));
        }
        return arrived(part, outcome(Objects.requireNonNull(sent.get(part.number()))));
    }

    private Arrived arrived(Plan.Part part, Ticket.Outcome outcome) {
        return new Arrived(part, outcome, ending(part, outcome));
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
        if (one.ending() instanceof Ending.Sent) {
            bench.posts()
                    .done(tx, place(one.part().number()), event, bench.clock().instant());
        }
        if (event.isPresent() && one.part().what() == What.MESSAGE) {
            bench.roots().arrived(tx, errand.load().id(), errand.room(), event.get());
        }
        event.ifPresent(there -> tx.afterCommit(() -> count(one.part().what())));
    }

    private PostStore.Place place(int part) {
        return new PostStore.Place(errand.load().id(), errand.room(), part);
    }

    private void count(What what) {
        switch (what) {
            case MESSAGE -> count(CourierFigures.Delivered.SENT);
            case EDIT -> count(CourierFigures.Delivered.EDITED);
            case REPLY -> count(CourierFigures.Delivered.THREADED);
            case REDACTION -> count(CourierFigures.Delivered.REDACTED);
            case NOTHING, FILE, PICTURE -> {}
        }
    }

    private void count(CourierFigures.Delivered what) {
        bench.figures().count(errand.load().service(), what);
    }

    private static Optional<EventId> event(Ticket.Outcome outcome) {
        return outcome instanceof Ticket.Sent(EventId event) ? Optional.of(event) : Optional.empty();
    }

    private static boolean tooLarge(Ticket.Outcome outcome) {
        return outcome instanceof Ticket.Refused(String errcode, String why) && errcode.equals("M_TOO_LARGE");
    }

    private Ending ending(Plan.Part part, Ticket.Outcome outcome) {
        if (part.what() == What.FILE || part.what() == What.PICTURE) {
            return new Ending.Sent(); // its message stands without it
        }
        return switch (outcome) {
            case Ticket.Sent sent -> new Ending.Sent();
            case Ticket.Refused(String errcode, String why) -> refused(errcode);
            case Ticket.Dropped dropped -> dropped(part);
            case Ticket.Pending pending -> throw new IllegalStateException("still on its way");
        };
    }

    private Ending refused(String errcode) {
        return switch (errcode) {
            case "M_FORBIDDEN" -> new Ending.Refused(replaced().orElse("the room refused the sender"));
            case "M_NOT_FOUND" -> new Ending.Dead("the room is gone");
            case "M_TOO_LARGE" -> new Ending.Dead("the homeserver finds it too large");
            default -> new Ending.Dead("the homeserver refused it");
        };
    }

    /** Who speaks in a room that was upgraded is refused like a stranger. */
    private Optional<String> replaced() {
        return sender.account()
                .rooms()
                .state(errand.room(), "m.room.tombstone", "")
                .flatMap(content -> Json.string(content, "replacement_room"))
                .filter(next -> next.matches("!\\S{1,254}"))
                .map(next -> "the room was replaced by " + next + ", which the hook must name");
    }

    /** Of several edits only the last is sent. */
    private Ending dropped(Plan.Part part) {
        if (!sender.account().rooms().isJoined(errand.room())) {
            return new Ending.Refused("the sender is not in the room");
        }
        return part.what() == What.EDIT ? new Ending.Sent() : new Ending.Dead("it could not be sent in time");
    }

    private void payAll(List<Arrived> arrived) throws InterruptedException {
        for (Plan.Owed owed : plan.owed()) {
            Optional<EventId> root = root(owed.message(), arrived);
            Optional<EventId> event = root.isPresent() ? paid(owed, root.get()) : Optional.empty();
            bench.database().relaxed(tx -> {
                bench.posts()
                        .done(tx, place(owed.number()), event, bench.clock().instant());
                return true;
            });
        }
        bench.database().relaxed(tx -> {
            bench.ends().of(tx, errand.load(), errand.room(), new Ending.Sent());
            return true;
        });
    }

    /** Of the thread that it goes into: the message's own, or the one that the message is in. */
    private static Optional<EventId> root(Plan.Message message, List<Arrived> arrived) {
        return message.draft()
                .event()
                .or(message::event)
                .or(() -> arrived.stream()
                        .filter(one -> one.part().number() == message.number())
                        .flatMap(one -> event(one.outcome()).stream())
                        .findFirst());
    }

    private Optional<EventId> paid(Plan.Owed owed, EventId root) throws InterruptedException {
        Ticket before = sent.get(owed.number());
        if (before != null) {
            return event(outcome(before));
        }
        Optional<ObjectNode> content = uploaded(owed);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode inThread = Relations.threadReply(content.get(), root, root);
        Ticket ticket = bench.database().inTransaction(tx -> bench.planner().pay(tx, errand, sender, owed, inThread));
        sent.put(owed.number(), ticket);
        return event(outcome(ticket));
    }

    private Optional<ObjectNode> uploaded(Plan.Owed owed) {
        Optional<Notice> notice = owed.message().draft().notice();
        return owed.what() == What.PICTURE
                ? notice.flatMap(shown -> bench.uploads()
                        .picture(sender.account(), errand.room(), errand.load().hook(), shown))
                : notice.flatMap(shown -> Contents.files(shown, errand.look(sender)).stream()
                                .skip(owed.index())
                                .findFirst())
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
