package org.lotusguild.lotus.bot.fake;

import java.util.List;
import org.lotusguild.lotus.base.args.Parsed;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;

/** Types a command line for Alice and reads the answer's body. */
public final class Typist {
    private final List<Command> commands;

    public Typist(List<Command> commands) {
        this.commands = commands;
    }

    public String types(String line) {
        return types(line, Calls.ROOM);
    }

    public String types(String line, RoomId room) {
        String[] parts = line.split(" ", 2);
        Command command = commands.stream()
                .filter(c -> c.names().anyMatch(parts[0]::equals))
                .findFirst()
                .orElseThrow();
        String rest = parts.length == 1 ? "" : parts[1].strip();
        return switch (command.syntax().parse(rest)) {
            case Parsed.Wrong(String why) -> body(Reply.misused(command.name(), command.syntax(), why));
            case Parsed.Fits(var args) -> body(command.handler().run(Calls.in(room, args)));
        };
    }

    private static String body(Reply reply) {
        return switch (reply) {
            case Reply.Say(Doc doc) -> body(doc);
            case Reply.Refuse(Doc why, boolean refund) -> body(why);
            case Reply.Misused misused -> body(misused.words("!"));
            default -> throw new AssertionError("no text: " + reply);
        };
    }

    private static String body(Doc doc) {
        return MessageContent.notice(doc).path("body").asString();
    }
}
