package org.lotusguild.lotus.bot.command;

import java.util.List;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.matrix.message.Doc;

/** What a command answers. */
public sealed interface Reply {

    /** A notice, in reply to the trigger and in its thread. */
    record Say(Doc doc) implements Reply {}

    /** A reaction on the trigger. */
    record React(String key) implements Reply {}

    /** An expected "no": bad input, a backend that is down. {@code refund}: the cooldown is given back. */
    record Refuse(Doc why, boolean refund) implements Reply {}

    record Several(List<Reply> parts) implements Reply {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    record Silence() implements Reply {}

    static Reply say(String text) {
        return new Say(Doc.plain(text));
    }

    /** Words that do not fit the command: why, and how it is used. */
    static Reply misused(String command, Syntax syntax, String why) {
        return refuse("%s: %s\nUsage: !%s · more: !help %s".formatted(command, why, syntax.usage(command), command));
    }

    static Reply refuse(String text) {
        return new Refuse(Doc.plain(text), true);
    }
}
