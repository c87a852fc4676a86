package org.lotusguild.lotus.bot.extra;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.store.Tx;

/** {@code !tag}: answers that moderators of a room write down for its people. */
final class Tags {
    private static final int MOST = 200;
    private static final int LONGEST = 1_000;
    private static final Set<String> WORDS = Set.of("set", "delete", "list");
    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.word("name"),
                    Parameter.rest("more", LONGEST + 100).optional())
            .shownAs("<name>");
    private static final Help HELP = new Help(
            "answers that the room has written down",
            Optional.of("Also: list. Moderators: set <name> <text> · delete <name>."),
            List.of("tag rules", "tag set rules Be kind.", "tag list"));

    private final Set<String> commands;
    private final TagStore store = new TagStore();

    private Tags(Set<String> commands) {
        this.commands = Set.copyOf(commands);
    }

    /** @param commands names that a tag may not have */
    static Command command(Set<String> commands) {
        return Command.of("tag", Section.GUILD, HELP, SYNTAX, new Tags(commands)::answer);
    }

    private Reply answer(Call call) {
        String first = call.args().text("name").orElseThrow().toLowerCase(Locale.ROOT);
        String more = call.args().text("more").orElse("");
        if (!WORDS.contains(first)) {
            return more.isEmpty()
                    ? new Reply.Stored(tx -> shown(tx, call, first))
                    : Reply.misused("tag", SYNTAX, "%s is one word too many.".formatted(Typed.quoted(more)));
        }
        if (first.equals("list")) {
            return new Reply.Stored(tx -> list(tx, call));
        }
        if (!call.caller().moderator()) {
            return Reply.refuse("tag: only moderators set and delete.");
        }
        String[] parts = more.split("\\s+", 2);
        String name = parts[0].toLowerCase(Locale.ROOT);
        String words = parts.length > 1 ? parts[1].strip() : "";
        return first.equals("set") ? set(call, name, words) : new Reply.Stored(tx -> deleted(tx, call, name));
    }

    private Reply shown(Tx tx, Call call, String name) {
        return store.words(tx, call.room(), name)
                .map(Reply::say)
                .orElseGet(() -> Reply.refuse("tag: none is called %s here.".formatted(Typed.quoted(name))));
    }

    private Reply list(Tx tx, Call call) {
        List<String> names = store.names(tx, call.room());
        return Reply.say(names.isEmpty() ? "No tags here." : "Tags: %s.".formatted(String.join(", ", names)));
    }

    private Reply set(Call call, String name, String words) {
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,31}") || words.isEmpty()) {
            return Reply.misused("tag", SYNTAX, "write set <name> <text>; a name has small letters, digits, - and _.");
        }
        if (WORDS.contains(name) || commands.contains(name)) {
            return Reply.refuse("tag: %s is a command already.".formatted(Typed.quoted(name)));
        }
        if (words.codePointCount(0, words.length()) > LONGEST) {
            return Reply.refuse("tag: the text has more than %d signs.".formatted(LONGEST));
        }
        return new Reply.Stored(tx -> {
            List<String> names = store.names(tx, call.room());
            if (names.size() >= MOST && !names.contains(name)) {
                return Reply.refuse("tag: there are %d already.".formatted(MOST));
            }
            store.put(tx, call.room(), name, words);
            return new Reply.React("✅");
        });
    }

    private Reply deleted(Tx tx, Call call, String name) {
        return store.delete(tx, call.room(), name)
                ? new Reply.React("✅")
                : Reply.refuse("tag: none is called %s here.".formatted(Typed.quoted(name)));
    }
}
