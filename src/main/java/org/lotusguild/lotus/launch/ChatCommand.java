package org.lotusguild.lotus.launch;

import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.reader.Completer;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.launch.chat.Chat;
import org.lotusguild.lotus.launch.chat.Desk;
import org.lotusguild.lotus.launch.chat.Invitations;
import org.lotusguild.lotus.launch.chat.PipedDesk;
import org.lotusguild.lotus.launch.chat.TerminalDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "chat",
        description = {
            "Reads and writes in the guild's rooms, through an encrypted device of its own.",
            "/help there tells what may be typed. From a pipe each line is said; it ends when the answers are there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus chat general",
            "  lotus chat --as admin",
            "  echo '!ping' | lotus chat general",
            "",
            "NO_COLOR=1 switches bold and faint letters off."
        })
final class ChatCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ROOM",
            description = "Where to begin: a key of guild.rooms, a name or a room id.")
    Optional<String> room = Optional.empty();

    @Option(names = "--as", paramLabel = "USER", defaultValue = "guest", description = "Who chats (default: guest).")
    String as = "guest";

    ChatCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Status status = Control.of(at.home()).running();
        if (status.bot() == null || !status.ready()) {
            throw Failure.of("Lotus is not ready yet", "Look with: lotus status");
        }
        LateListener listener = new LateListener();
        Invitations invitations = new Invitations();
        try (Person person = Person.open(at.home(), status, as, listener, invitations)) {
            Chat chat = Chat.at(
                    Chat.Means.of(person.account()),
                    rooms(status),
                    status.bot().commands(),
                    invitations,
                    ZoneId.systemDefault(),
                    this::desk);
            try (chat) {
                listener.open(chat.listener());
                return chat.run(room) ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    private static Map<String, RoomId> rooms(Status status) {
        Map<String, RoomId> rooms = new LinkedHashMap<>();
        status.rooms().forEach((key, room) -> rooms.put(key, RoomId.parse(room)));
        return rooms;
    }

    private Desk desk(Completer completer) {
        boolean plain = Environment.ofProcess()
                .variable("NO_COLOR")
                .filter(v -> !v.isEmpty())
                .isPresent();
        return console.interactive()
                ? TerminalDesk.ofProcess(completer, plain)
                : new PipedDesk(
                        new InputStreamReader(
                                System.in, Charset.forName(System.getProperty("stdin.encoding", "UTF-8"))),
                        System.out);
    }
}
