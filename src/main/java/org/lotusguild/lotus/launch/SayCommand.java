package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.launch.chat.Harmless;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "say",
        description = "Says something in a room, through an encrypted device of its own, and prints the bot's answer.",
        footerHeading = "%nExamples:%n",
        footer = {"  lotus say general '!ping'", "  lotus say commands '!help' --as admin"})
final class SayCommand implements Callable<Integer> {
    private static final Duration SENDING = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Parameters(index = "0", paramLabel = "ROOM", description = "A key of guild.rooms, a room id or an alias.")
    String room = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "What to say; quote it for the shell.")
    String text = "";

    @Option(names = "--as", paramLabel = "USER", defaultValue = "guest", description = "Who says it (default: guest).")
    String as = "guest";

    SayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Status status = Control.of(at.home()).running();
        if (status.bot() == null || !status.ready()) {
            throw Failure.of("Lotus is not ready yet", "Look with: lotus status");
        }
        if (text.isBlank()) {
            throw Failure.usage("there is nothing to say", "Write it behind the room: lotus say general '!ping'");
        }
        Answers answers = new Answers(UserId.parse(status.bot().userId()));
        try (Person person =
                Person.open(at.home(), status, as, answers, (room, inviter, direct) -> InvitePolicy.Answer.IGNORE)) {
            RoomId target = target(person.account(), status);
            if (!person.account().rooms().joined().contains(target)) {
                throw Failure.of(
                        as + " is not in the room " + room, "An invite must be accepted first, in any client.");
            }
            EventId question = said(person.account(), target);
            return told(answers.to(question));
        }
    }

    private RoomId target(MatrixAccount account, Status status) {
        String known = status.rooms().get(room);
        if (known != null) {
            return RoomId.parse(known);
        }
        try {
            if (room.startsWith("!")) {
                return RoomId.parse(room);
            }
            if (room.startsWith("#")) {
                return account.rooms().resolve(RoomAlias.parse(room)).orElseThrow(() -> unknown(status));
            }
        } catch (IllegalArgumentException e) {
            throw unknown(status);
        }
        throw unknown(status);
    }

    private Failure unknown(Status status) {
        String keys = String.join(", ", status.rooms().keySet());
        return Failure.usage(
                "there is no room \"" + room + "\"",
                (keys.isEmpty() ? "Write" : "The guild has " + keys + "; or write")
                        + " a room id (!…) or an alias (#…), in single quotes.");
    }

    private EventId said(MatrixAccount account, RoomId target) throws InterruptedException {
        Ticket ticket = account.sender()
                .send(target, "m.room.message", MessageContent.text(Doc.plain(text)), SendOptions.interactive());
        return switch (ticket.await(SENDING)) {
            case Ticket.Sent(EventId event) -> event;
            case Ticket.Refused(String errcode, String why) ->
                throw Failure.of(
                        "the homeserver refused it: " + why + " (" + errcode + ")", "Is " + as + " in that room?");
            case Ticket.Dropped(String why) -> throw Failure.of("it was not sent: " + why, "Try again.");
            case Ticket.Pending() ->
                throw Failure.of("it was not sent within " + SENDING.toSeconds() + " s", "Is the homeserver up?");
        };
    }

    private int told(Optional<Incoming.Message> answer) {
        if (answer.isEmpty()) {
            console.line("(said; no answer within " + ANSWER.toSeconds() + " s)");
            return text.startsWith("!") ? ExitCode.FAILED : ExitCode.OK;
        }
        console.line(Harmless.text(answer.get().body()));
        return ExitCode.OK;
    }

    /** What the bot answered, by question. */
    private static final class Answers implements Listener {
        private final UserId bot;
        private final BlockingQueue<Incoming.Message> arrived = new ArrayBlockingQueue<>(100);

        Answers(UserId bot) {
            this.bot = bot;
        }

        @Override
        public void on(Incoming event, Ack ack) {
            if (event instanceof Incoming.Message message
                    && message.meta().sender().equals(bot)) {
                arrived.offer(message);
            }
        }

        Optional<Incoming.Message> to(EventId question) throws InterruptedException {
            long end = System.nanoTime() + ANSWER.toNanos();
            while (true) {
                Incoming.Message next = arrived.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return Optional.empty();
                }
                if (next.meta().replyTo().equals(Optional.of(question))) {
                    return Optional.of(next);
                }
            }
        }
    }
}
