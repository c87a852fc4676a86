package org.lotusguild.lotus.launch;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.PowerLevels;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.webhooks.delivery.Past;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.hook.Made;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code !hook}: the verbs of the hooks, in the room of those who run them. An address is told in the asker's encrypted direct
 * chat only.
 */
final class HookChat {
    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHOWN = 10;
    private static final Syntax SYNTAX = words("verb")
            .shownAs(
                    "create <name> [room] [service] [expires 30d]|list|show|rotate|history|dead|test|replay|disable|enable"
                            + "|remove <name>");
    private static final Syntax OLD_SYNTAX = words("webhook").shownAs("webhook <name> [duration]|list|remove <name>");

    private final HookDesk desk;
    private final Rooms rooms;
    private final DirectChats chats;
    private final RoomSender sender;
    private final Function<String, Optional<RoomId>> room;

    /** @param room which one a word means: an id, an alias or a key of the guild */
    HookChat(
            HookDesk desk, Rooms rooms, DirectChats chats, RoomSender sender, Function<String, Optional<RoomId>> room) {
        this.desk = desk;
        this.rooms = rooms;
        this.chats = chats;
        this.sender = sender;
        this.room = room;
    }

    /** @param admins where they are obeyed */
    List<Command> commands(RoomId admins) {
        Access access = new Access.All(List.of(new Access.InRooms(Set.of(admins)), new Access.AtLeast(50)));
        Help help = new Help(
                "addresses to which other programs post",
                Optional.of("The address comes to your direct chat. remove asks once more."),
                List.of("hook create alerts general grafana", "hook list", "hook history alerts"));
        Help old = new Help("the same as hook", Optional.empty(), List.of("hookshot webhook alerts"));
        return List.of(
                Command.of("hook", Section.GUILD, help, SYNTAX, this::answer).withAccess(access),
                Command.of("hookshot", Section.GUILD, old, OLD_SYNTAX, this::oldAnswer)
                        .withAccess(access));
    }

    private Reply oldAnswer(Call call) {
        if (!call.args().text("webhook").orElse("").equalsIgnoreCase("webhook")) {
            return Reply.misused("hookshot", OLD_SYNTAX, "only webhooks live here.");
        }
        List<String> words = words(call);
        if (words.isEmpty()) {
            return Reply.misused("hookshot", OLD_SYNTAX, "which name?");
        }
        return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "list" -> list();
            case "remove" -> remove(call, words.subList(1, words.size()));
            default -> {
                Optional<String> life = words.size() > 1 ? Optional.of(words.get(1)) : Optional.empty();
                yield create(call, words.getFirst(), Optional.empty(), Optional.empty(), life);
            }
        };
    }

    /** The second or the third word may be the name of a hook, in quotes if it has blanks. */
    private static Syntax words(String first) {
        return Syntax.of(
                Parameter.word(first),
                Parameter.word("second").optional(),
                Parameter.word("third").optional(),
                Parameter.rest("more", 300).optional());
    }

    /** Behind the first. */
    private static List<String> words(Call call) {
        Stream<String> more = call.args().text("more").stream()
                .flatMap(text -> Arrays.stream(text.strip().split("\\s+")));
        return Stream.of(call.args().text("second").stream(), call.args().text("third").stream(), more)
                .flatMap(words -> words)
                .toList();
    }

    /** As a word of a command line. */
    private static String typed(String name) {
        String escaped = name.replace("\\", "\\\\").replace("\"", "\\\"");
        return name.matches("[^\\s\"“]+") ? name : "\"" + escaped + "\"";
    }

    private Reply answer(Call call) {
        List<String> words = words(call);
        String verb = call.args().text("verb").orElse("").toLowerCase(Locale.ROOT);
        return switch (verb) {
            case "list" -> list();
            case "dead" -> dead(words.contains("all") ? desk.dead("") : desk.dead(DAY, ""));
            case "create" -> created(call, words);
            case "show", "rotate", "history", "test", "replay", "disable", "enable", "remove" ->
                words.isEmpty()
                        ? Reply.misused("hook", SYNTAX, "which one?")
                        : named(call, verb, words.getFirst(), words.subList(1, words.size()));
            default -> Reply.misused("hook", SYNTAX, "there is no such verb.");
        };
    }

    private Reply named(Call call, String verb, String name, List<String> more) {
        return switch (verb) {
            case "show" ->
                desk.show(name)
                        .map(line -> lines(HookText.hook(Json.tree(line))))
                        .orElseGet(() -> unknown(name));
            case "history" ->
                desk.history(name).map(all -> deliveries(all, all.size())).orElseGet(() -> unknown(name));
            case "rotate" -> rotate(call, name, more);
            case "test" -> told(desk.test(name), name, "a test is on its way");
            case "replay" ->
                Reply.say(
                        desk.replay(List.of(name)) > 0 ? "It tries again." : "There is no dead delivery of that name.");
            case "disable" -> told(desk.disable(name), name, "off");
            case "enable" -> enable(name, more.contains("transform"));
            default -> remove(call, plus(name, more));
        };
    }

    private static List<String> plus(String first, List<String> more) {
        return Stream.concat(Stream.of(first), more.stream()).toList();
    }

    /** A script that is switched on is tried, which may take as long as one may run. */
    private Reply enable(String name, boolean transform) {
        return transform
                ? new Reply.Work(Optional.empty(), draft -> enabled(name, desk.enable(name, true)))
                : enabled(name, desk.enable(name, false));
    }

    private static Reply enabled(String name, HookDesk.Enabled enabled) {
        return switch (enabled) {
            case HookDesk.Enabled.On(Optional<String> warning) ->
                Reply.say(name + ": on."
                        + warning.map(words -> "\n" + HookText.warning(words)).orElse(""));
            case HookDesk.Enabled.Refused(String why) -> Reply.refuse(name + ": " + why + ".");
            case HookDesk.Enabled.Unknown() -> unknown(name);
        };
    }

    private Reply list() {
        return lines(HookText.inChat(Json.tree(desk.list())));
    }

    private static Reply dead(HookDesk.Dead dead) {
        return deliveries(dead.shown(), dead.shown().size() + dead.more());
    }

    /** @param count of all, of which these are the first */
    private static Reply deliveries(List<Past> first, long count) {
        List<Past> last = first.subList(0, Math.min(SHOWN, first.size()));
        List<String> lines = last.stream()
                .map(past -> "%s · %s · %s%s%s"
                        .formatted(
                                past.id(),
                                past.receivedAt().toString().replaceFirst("\\.\\d+Z$", "Z"),
                                past.state().name().toLowerCase(Locale.ROOT),
                                past.event().map(event -> " · " + event).orElse(""),
                                past.problem().map(why -> " · " + why).orElse("")))
                .toList();
        String rest = count > SHOWN ? "\n+" + (count - SHOWN) + " more" : "";
        return Reply.say(lines.isEmpty() ? "None." : String.join("\n", lines) + rest);
    }

    private static Reply lines(List<String> lines) {
        return Reply.say(String.join("\n", lines));
    }

    private static Reply unknown(String name) {
        return Reply.refuse("There is no hook " + name + ".");
    }

    private static Reply told(boolean known, String name, String what) {
        return known ? Reply.say(name + ": " + what + ".") : unknown(name);
    }

    private Reply remove(Call call, List<String> words) {
        if (words.isEmpty()) {
            return Reply.misused("hook", SYNTAX, "which one?");
        }
        String name = words.getFirst();
        if (desk.show(name).isEmpty()) {
            return unknown(name);
        }
        List<String> more = words.subList(1, words.size());
        if (!more.isEmpty() && !more.equals(List.of("yes"))) {
            return Reply.misused("hook", SYNTAX, "remove takes one name, in quotes if it has blanks.");
        }
        if (more.isEmpty()) {
            String line = "hook remove " + typed(name) + " yes";
            Doc question = Doc.plain("Whoever posts to %s is refused from then on. If that is right: 🗑️, or %s%s"
                    .formatted(name, call.prefix(), line));
            return new Reply.Offer(question, List.of(new Reply.Button("🗑️", line, true)));
        }
        return desk.remove(name)
                ? Reply.say(name + " is gone.")
                : Reply.refuse(name + " stands in lotus.yaml: take it out there.");
    }

    /** {@code <name> [room] [service] [expires 30d]}; what is a room is one. */
    private Reply created(Call call, List<String> words) {
        int expires = words.indexOf("expires");
        Optional<String> life =
                expires > 0 && expires + 1 < words.size() ? Optional.of(words.get(expires + 1)) : Optional.empty();
        List<String> before = expires > 0 ? words.subList(0, expires) : words;
        if (before.isEmpty() || before.size() > 3) {
            return Reply.misused("hook", SYNTAX, "a name, then perhaps a room and a service.");
        }
        boolean second = before.size() > 1
                && (before.size() == 3 || room.apply(before.get(1)).isPresent());
        Optional<String> place = second ? Optional.of(before.get(1)) : Optional.empty();
        Optional<String> service = before.size() == 3
                ? Optional.of(before.get(2))
                : before.size() == 2 && !second ? Optional.of(before.get(1)) : Optional.empty();
        return create(call, before.getFirst(), place, service, life);
    }

    private Reply create(
            Call call, String name, Optional<String> place, Optional<String> service, Optional<String> life) {
        Optional<Duration> lasts;
        try {
            lasts = life.map(Durations::parse);
        } catch (IllegalArgumentException e) {
            return Reply.misused("hook", SYNTAX, "how long? " + e.getMessage() + ".");
        }
        String wanted = place.orElse(call.room().value());
        Optional<RoomId> target = room.apply(wanted);
        if (target.isEmpty() || !rooms.isJoined(target.get())) {
            return Reply.refuse("I am in no room " + wanted + ".");
        }
        PowerLevels levels = rooms.powerLevels(target.get());
        if (!rooms.joinedMembers(target.get()).contains(call.caller().user())
                || !levels.atLeast(call.caller().user(), levels.invite())) {
            return Reply.refuse("You may not invite anybody there, so you may not give it a hook.");
        }
        HookDesk.Wish wish = new HookDesk.Wish(name, wanted, service, lasts, Optional.empty(), Optional.empty());
        return new Reply.Work(
                Optional.empty(), draft -> made(call, name, desk.create(wish).made()));
    }

    private Reply rotate(Call call, String name, List<String> more) {
        Duration overlap;
        try {
            overlap = more.isEmpty() ? OVERLAP : Durations.parse(more.getFirst());
        } catch (IllegalArgumentException e) {
            return Reply.misused("hook", SYNTAX, "how long? " + e.getMessage() + ".");
        }
        return new Reply.Work(Optional.empty(), draft -> made(call, name, desk.rotate(name, overlap)));
    }

    private Reply made(Call call, String name, Made made) {
        return switch (made) {
            case Made.Created created -> addressed(call, name, created.address());
            case Made.Existing existing -> addressed(call, name, existing.address());
            case Made.Refused(String why) -> Reply.refuse(name + ": " + why + ".");
        };
    }

    private Reply addressed(Call call, String name, URI address) {
        RoomId chat;
        try {
            chat = chats.open(call.caller().user(), true);
        } catch (HttpFailure | MatrixException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // who asked is told so at the next start
            }
            return untold(name, "could not be opened now");
        }
        if (!rooms.encrypted(chat)) {
            return untold(name, "is not encrypted");
        }
        Doc words = Doc.plain("The address of the hook " + name + ", as secret as a password:\n" + address);
        ObjectNode content = MessageContent.notice(words);
        sender.send(
                chat,
                "m.room.message",
                content,
                SendOptions.interactive().key("hook-address:" + call.trigger().value()));
        return Reply.say(name + " is made. Its address is in our direct chat.");
    }

    private static Reply untold(String name, String why) {
        return Reply.say("%s is made. Our direct chat %s, so ask for its address with: lotus hook show %s --url"
                .formatted(name, why, name));
    }
}
