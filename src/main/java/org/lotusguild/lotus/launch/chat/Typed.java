package org.lotusguild.lotus.launch.chat;

import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.base.Nearest;

/** A line as it was meant. */
sealed interface Typed {
    List<String> WORDS = List.of("/help", "/join", "/quit", "/room", "/rooms");

    record Nothing() implements Typed {}

    record Said(String text) implements Typed {}

    record Help() implements Typed {}

    record ListRooms() implements Typed {}

    record Enter(String room) implements Typed {}

    record Join(String room) implements Typed {}

    record Quit() implements Typed {}

    record Wrong(String why) implements Typed {}

    /** A slash begins a command, two slashes a text that begins with one. */
    static Typed of(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return new Nothing();
        }
        if (text.startsWith("//")) {
            return new Said(text.substring(1));
        }
        return text.startsWith("/") ? command(text) : new Said(line.stripTrailing());
    }

    private static Typed command(String text) {
        String[] parts = text.split("\\s+", 2);
        String rest = parts.length == 2 ? parts[1] : "";
        String word = parts[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "/help" -> new Help();
            case "/rooms" -> new ListRooms();
            case "/quit", "/exit" -> new Quit();
            case "/room" -> rest.isEmpty() ? new ListRooms() : new Enter(rest);
            case "/join" -> rest.isEmpty() ? new Wrong("/join needs a room: /join #alias:example.org") : new Join(rest);
            default -> new Wrong(unknown(word));
        };
    }

    private static String unknown(String word) {
        return "there is no " + word
                + Nearest.of(word, WORDS)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; see /help")
                + " (to say it, write /" + word + ")";
    }
}
