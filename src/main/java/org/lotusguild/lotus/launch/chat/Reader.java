package org.lotusguild.lotus.launch.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.Incoming;

/** Shows what comes: the room that is open at once, others as unread. One lock keeps lines in order. */
final class Reader implements Listener {
    private final RoomBook book;
    private final Rendering rendering;
    private final UserId self;
    private final Desk desk;
    private final Unread unread = new Unread();
    private Optional<RoomBook.Entry> here = Optional.empty();
    private String day = "";
    private long lastNews;
    private boolean said;

    Reader(RoomBook book, Rendering rendering, UserId self, Desk desk) {
        this.book = book;
        this.rendering = rendering;
        this.self = self;
        this.desk = desk;
    }

    @Override
    public void on(Incoming event, Ack ack) {
        // The name of a room may need the homeserver: nothing is shown meanwhile, but nothing waits for it either.
        if (heard(event)) {
            book.find(event.meta().room())
                    .ifPresent(room -> note("* new in " + room.handle() + " (/room " + room.handle() + ")"));
        }
    }

    /** Whether it is the first news of a room that is not open. */
    private synchronized boolean heard(Incoming event) {
        if (here.filter(room -> room.id().equals(event.meta().room())).isPresent()) {
            show(event);
            return false;
        }
        boolean message = event instanceof Incoming.Message || event instanceof Incoming.Undecryptable;
        return unread.add(event, message && !event.meta().sender().equals(self));
    }

    synchronized Optional<RoomBook.Entry> here() {
        return here;
    }

    synchronized void note(String text) {
        put(Line.note(text));
    }

    /** Opens a room: what was said there, then what came while nobody looked. */
    synchronized void enter(RoomBook.Entry room, String title, List<Incoming> history) {
        here = Optional.of(room);
        day = "";
        note(title);
        List<Incoming.Undecryptable> sealed = new ArrayList<>();
        for (Incoming event : history) {
            if (event instanceof Incoming.Undecryptable one) {
                sealed.add(one);
            } else {
                unreadable(sealed);
                show(event);
            }
        }
        unreadable(sealed);
        unread.take(room.id()).forEach(this::show);
    }

    private void unreadable(List<Incoming.Undecryptable> row) {
        if (row.size() == 1) {
            show(row.getFirst());
        } else if (!row.isEmpty()) {
            newDay(row.getFirst().meta().sentAt());
            put(rendering.unreadable(row));
        }
        row.clear();
    }

    void list() {
        List<RoomBook.Entry> all = book.entries();
        note(all.isEmpty() ? "You are in no room yet: /join ROOM" : "Your rooms (/room NAME goes to one):");
        all.forEach(this::listed);
    }

    private synchronized void listed(RoomBook.Entry room) {
        int count = unread.count(room.id());
        boolean open = here.filter(room::equals).isPresent();
        String name = room.name().equalsIgnoreCase(room.handle()) ? "" : "  " + room.name();
        note((open ? "> " : "  ") + room.handle() + (count > 0 ? " (" + count + ")" : "") + name);
    }

    private void show(Incoming event) {
        rendering.line(event).ifPresent(line -> {
            newDay(event.meta().sentAt());
            put(line);
            lastNews = System.nanoTime();
            notifyAll();
        });
    }

    private void newDay(Instant time) {
        String of = rendering.day(time);
        if (!of.equals(day)) {
            day = of;
            note("— " + of + " —");
        }
    }

    private void put(Line line) {
        desk.show(line.laidOut(desk.width()));
    }

    /** A message of ours has left. */
    synchronized void said() {
        said = true;
        lastNews = System.nanoTime();
    }

    /** Waits until nothing came for so long; not at all if nothing was said. */
    synchronized void awaitQuiet(Duration quiet, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (said) {
            long left = Math.min(lastNews + quiet.toNanos(), end) - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
    }
}
