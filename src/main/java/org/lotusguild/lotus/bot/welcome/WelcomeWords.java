package org.lotusguild.lotus.bot.welcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;

/** What is said. */
final class WelcomeWords {
    private static final String NAME = "{name}";

    private final WelcomeSetting setting;

    private volatile Map<RoomId, String> names = Map.of();

    WelcomeWords(WelcomeSetting setting) {
        this.setting = setting;
    }

    /** Learns what the rooms are called now. Not inside of transactions; the others may be. */
    void refresh() {
        names = setting.targets().stream()
                .distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), this::name));
    }

    Doc question(Guest guest, String name) {
        List<String> lines = new ArrayList<>(setting.config().text().lines().toList());
        if (guest.back()) {
            lines.set(0, "Welcome back, {name}!");
        }
        String rooms = named(setting.targets());
        return new Doc(lines.stream()
                .map(line -> line.replace("{guild}", setting.guild()).replace("{rooms}", rooms))
                .<Block>map(line -> line(line, Span.name(guest.user(), name)))
                .toList());
    }

    /** To who takes no invites, where everybody is. */
    Doc call(Guest guest, String name) {
        return Doc.of(line(
                "{name}, welcome! Say %swelcome here and I will invite you.".formatted(setting.prefix()),
                Span.mention(guest.user(), name)));
    }

    private static Block.Line line(String text, Span person) {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(NAME); at >= 0; at = text.indexOf(NAME, from)) {
            spans.add(Span.words(text.substring(from, at)));
            spans.add(person);
            from = at + NAME.length();
        }
        spans.add(Span.words(text.substring(from)));
        return new Block.Line(spans);
    }

    Doc result(Map<RoomId, Boolean> invites) {
        List<RoomId> taken = setting.targets().stream()
                .filter(room -> invites.getOrDefault(room, false))
                .toList();
        List<RoomId> refused =
                setting.targets().stream().filter(room -> !taken.contains(room)).toList();
        if (refused.isEmpty()) {
            return Doc.plain("Invited to %s. See you there!".formatted(named(taken)));
        }
        String ask = named(refused) + ": ask a moderator.";
        return Doc.plain(taken.isEmpty() ? ask : "Invited to %s. %s".formatted(named(taken), ask));
    }

    /** {@code General, Commands and Memes}. */
    private String named(List<RoomId> some) {
        List<String> called =
                some.stream().map(room -> names.getOrDefault(room, key(room))).toList();
        return called.size() < 2
                ? String.join("", called)
                : String.join(", ", called.subList(0, called.size() - 1)) + " and " + called.getLast();
    }

    private String key(RoomId room) {
        return setting.config().rooms().get(setting.targets().indexOf(room));
    }

    private String name(RoomId room) {
        return setting.rooms()
                .state(room, "m.room.name", "")
                .flatMap(content -> Json.string(content, "name"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> key(room));
    }
}
