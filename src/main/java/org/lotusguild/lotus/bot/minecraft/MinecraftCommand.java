package org.lotusguild.lotus.bot.minecraft;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.store.Database;

/** {@code !minecraft <name>}, {@code list}, {@code remove <name>}. */
public final class MinecraftCommand {
    /** Selectors and UUIDs would be obeyed: nothing else than this ever reaches the console. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{3,16}");

    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.word("name"), Parameter.rest("more", 300).optional())
            .shownAs("<name>|list|remove <name>");

    private final MinecraftStore store = new MinecraftStore();
    private final Whitelisting whitelist;

    private MinecraftCommand(Whitelisting whitelist) {
        this.whitelist = whitelist;
    }

    public static Command of(MinecraftConfig config, Database db, Desk desk, Clock clock) {
        return of(config, db, desk, clock, Rcon.Limits.usual());
    }

    static Command of(MinecraftConfig config, Database db, Desk desk, Clock clock, Rcon.Limits limits) {
        Rcon rcon = new Rcon(config.address(), config.password(), limits);
        MinecraftCommand command = new MinecraftCommand(new Whitelisting(config, rcon, db, desk, clock));
        Help help = new Help(
                "put your name on the whitelist of our Minecraft server",
                Optional.of("At most %d names each. list shows yours, remove <name> takes one off."
                        .formatted(config.namesPerUser())),
                List.of("minecraft Steve_01", "minecraft list", "minecraft remove Steve_01"));
        return Command.of("minecraft", Section.GUILD, help, SYNTAX, command::answer)
                .withAliases("mc")
                .withCooldown(Duration.ofSeconds(10));
    }

    private Reply answer(Call call) {
        UserId user = call.caller().user();
        String word = call.args().text("name").orElseThrow();
        Optional<String> more = call.args().text("more");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "list" -> more.map(MinecraftCommand::tooMuch).orElseGet(() -> listed(user));
            case "remove" ->
                more.map(name -> work(name, () -> whitelist.remove(user, name)))
                        .orElseGet(() -> Reply.misused("minecraft", SYNTAX, "which name?"));
            default -> {
                Reply reply = work(word, () -> whitelist.add(user, word, call.prefix()));
                yield reply instanceof Reply.Work
                        ? more.map(MinecraftCommand::tooMuch).orElse(reply)
                        : reply;
            }
        };
    }

    /** What is done for a name that may reach the console. */
    private interface Change {
        Reply run() throws InterruptedException;
    }

    private static Reply work(String name, Change change) {
        return NAME.matcher(name).matches()
                ? new Reply.Work(Optional.empty(), draft -> change.run())
                : Reply.refuse("minecraft: a name has 3 to 16 letters, digits or _.");
    }

    private static Reply tooMuch(String more) {
        return Reply.misused("minecraft", SYNTAX, "%s is one word too many.".formatted(Typed.quoted(more)));
    }

    private Reply listed(UserId user) {
        return new Reply.Stored(tx -> {
            List<String> names = store.names(tx, user);
            return Reply.say(
                    names.isEmpty() ? "You have no names yet." : "Your names: %s.".formatted(String.join(", ", names)));
        });
    }
}
