package org.lotusguild.lotus.launch.chat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.Completer;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.History;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;

/** Somebody at a desk who reads and writes in one room at a time. */
public final class Chat implements AutoCloseable {
    private static final int HISTORY = 20;
    private static final int LOOKED_THROUGH = 60;
    private static final Duration SENDING = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Means means;
    private final RoomBook book;
    private final Reader reader;
    private final Invitations invitations;
    private final Desk desk;
    private final List<Thread> sending = new ArrayList<>();
    private volatile boolean unsent;
    private String health = "";

    private Chat(Means means, RoomBook book, Invitations invitations, ZoneId zone, Desk desk) {
        this.means = means;
        this.book = book;
        this.invitations = invitations;
        this.desk = desk;
        this.reader = new Reader(book, new Rendering(means.rooms(), means.self(), zone), means.self(), desk);
    }

    /**
     * What a chat needs of an account.
     *
     * @param trouble how the account is: one sentence, empty when it is well
     */
    public record Means(UserId self, Rooms rooms, RoomSender sender, History history, Supplier<String> trouble) {

        public static Means of(MatrixAccount account) {
            return new Means(
                    account.user(),
                    account.rooms(),
                    account.sender(),
                    account.history(),
                    () -> account.health().why());
        }
    }

    /** What makes the desk: it wants to know how lines may be completed. */
    @FunctionalInterface
    public interface Furnisher {
        Desk desk(Completer completer);
    }

    /**
     * @param means of an account that is started
     * @param guild rooms of the guild by key
     * @param botWords commands of the bot with their prefix, for completion
     */
    public static Chat at(
            Means means,
            Map<String, RoomId> guild,
            List<String> botWords,
            Invitations invitations,
            ZoneId zone,
            Furnisher furnisher) {
        RoomBook book = new RoomBook(means.rooms(), means.self(), guild);
        Completion completion = new Completion(
                botWords,
                () -> book.entries().stream().map(RoomBook.Entry::handle).toList());
        return new Chat(means, book, invitations, zone, furnisher.desk(completion));
    }

    /** What the account must be told to. */
    public Listener listener() {
        return reader;
    }

    /**
     * Until the end of input.
     *
     * @param first the room to begin in
     * @return whether all went well: the room is there, everything was sent
     */
    public boolean run(Optional<String> first) throws InterruptedException {
        invitations.readBy(i -> reader.note("* " + i.by() + " invites you to a room: /join " + i.room()));
        boolean found = first.map(this::entered).orElseGet(this::begun);
        if (!found && desk.unattended()) {
            return false;
        }
        Optional<String> line = next();
        boolean more = true;
        while (more && line.isPresent()) {
            more = done(line.get());
            line = more ? next() : Optional.empty();
        }
        if (desk.unattended()) {
            linger();
        }
        return !unsent;
    }

    private Optional<String> next() {
        String now = means.trouble().get();
        if (!now.equals(health)) {
            reader.note(now.isEmpty() ? "! all is well again" : "! " + now);
            health = now;
        }
        return desk.next(reader.here().map(RoomBook.Entry::handle).orElse("no room") + "> ");
    }

    private boolean begun() {
        List<RoomBook.Entry> all = book.entries();
        if (all.size() == 1) {
            return entered(all.getFirst().handle());
        }
        reader.list();
        return true;
    }

    /** False if that was the end. */
    private boolean done(String line) {
        try {
            switch (Typed.of(line)) {
                case Typed.Nothing() -> {}
                case Typed.Said(String text) -> say(text);
                case Typed.Help() -> HelpText.LINES.forEach(reader::note);
                case Typed.ListRooms() -> reader.list();
                case Typed.Enter(String room) -> entered(room);
                case Typed.Join(String room) -> join(room);
                case Typed.Wrong(String why) -> reader.note("! " + why);
                case Typed.Quit() -> {
                    return false;
                }
            }
        } catch (MatrixException | HttpFailure | QueueFull e) {
            reader.note("! that did not work: " + e.getMessage());
        }
        return true;
    }

    private boolean entered(String wanted) {
        Optional<RoomBook.Entry> room = book.find(wanted);
        if (room.isEmpty()) {
            reader.note(
                    "! you are in no room \"" + wanted + "\"; /rooms lists yours, /join " + wanted + " may enter it");
            return false;
        }
        enter(room.get());
        return true;
    }

    private void enter(RoomBook.Entry room) {
        int people = means.rooms().joinedMembers(room.id()).size();
        String sealed = means.rooms().encrypted(room.id()) ? "encrypted" : "not encrypted";
        String title = "— " + room.name() + " — " + sealed + ", " + people + (people == 1 ? " person" : " people");
        reader.enter(room, title, talk(room.id()));
    }

    /** What was said last; who came and went meanwhile does not push it out. */
    private List<Incoming> talk(RoomId room) {
        List<Incoming> said = means.history().newest(room, LOOKED_THROUGH).stream()
                .filter(event -> !(event instanceof Incoming.Membership || event instanceof Incoming.StateChange))
                .toList();
        return said.subList(Math.max(0, said.size() - HISTORY), said.size());
    }

    private void join(String wanted) {
        Optional<RoomId> room = meant(wanted);
        if (room.isEmpty()) {
            reader.note("! there is no room \"" + wanted + "\"; write an id (!…) or an alias (#…)");
            return;
        }
        List<String> via = new ArrayList<>();
        invitations
                .take(room.get())
                .ifPresent(invitation -> via.add(invitation.by().server()));
        if (wanted.startsWith("#")) {
            via.add(RoomAlias.parse(wanted).server());
        }
        means.rooms().join(room.get(), via);
        book.find(room.get()).ifPresent(this::enter);
    }

    private Optional<RoomId> meant(String wanted) {
        try {
            if (wanted.startsWith("!")) {
                return Optional.of(RoomId.parse(wanted));
            }
            if (wanted.startsWith("#")) {
                return means.rooms().resolve(RoomAlias.parse(wanted));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return book.ofGuild(wanted).or(() -> book.find(wanted).map(RoomBook.Entry::id));
    }

    private void say(String text) {
        Optional<RoomBook.Entry> here = reader.here();
        if (here.isEmpty()) {
            reader.note("! choose a room first: /room NAME (/rooms lists them)");
            unsent = true;
            return;
        }
        Ticket ticket = means.sender()
                .send(
                        here.get().id(),
                        "m.room.message",
                        MessageContent.text(Doc.plain(text)),
                        SendOptions.interactive());
        sending.removeIf(thread -> !thread.isAlive());
        sending.add(Thread.ofVirtual().name("sending").start(() -> follow(ticket)));
    }

    private void follow(Ticket ticket) {
        try {
            switch (ticket.await(SENDING)) {
                case Ticket.Sent(var event) -> reader.said();
                case Ticket.Refused(String errcode, String why) ->
                    failed("the homeserver refused it: " + why + " (" + errcode + ")");
                case Ticket.Dropped(String why) -> failed("it was not sent: " + why);
                case Ticket.Pending() ->
                    failed("it is not sent yet; it is tried again while you are here and the next time you come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        desk.close();
    }

    private void failed(String why) {
        unsent = true;
        reader.note("! " + why);
    }

    /** Whoever pipes a question wants to read the answer. */
    private void linger() throws InterruptedException {
        for (Thread thread : sending) {
            thread.join(SENDING);
        }
        reader.awaitQuiet(QUIET, LONGEST);
    }
}
