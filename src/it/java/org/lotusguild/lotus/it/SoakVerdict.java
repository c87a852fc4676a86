package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a soak has shown. Answers are counted in the history that a device reads which was there from the first message on.
 *
 * @param readings what each device holds in the end; the witness's are the ones without an end
 */
record SoakVerdict(String bot, List<Command> commands, List<Seat.Reading> readings) {
    private static final List<String> ANSWERS = List.of("Pong!", "ping: the homeserver does not answer.");

    /** A command that the homeserver has taken. */
    record Command(String room, String event) {}

    /** Messages that a device could not read although it was entitled to them, one line each. */
    List<String> undecryptable() {
        Map<String, Long> sent = new HashMap<>();
        readings.forEach(reading -> reading.entries().forEach(entry -> sent.put(entry.id(), entry.sent())));
        List<String> lines = new ArrayList<>();
        for (Seat.Reading reading : readings) {
            for (Entry entry : reading.entries()) {
                // The bot had seen what it answers, and so everybody who was there by then.
                long known = entry.sender().equals(bot) ? sent.getOrDefault(entry.replyTo(), entry.sent()) : entry.sent();
                if (entry.unreadable() && entitled(reading, known, entry.sent())) {
                    lines.add("undecryptable for %s in %s: %s of %s: %s"
                            .formatted(reading.device(), reading.room(), entry.id(), entry.sender(), entry.failure()));
                }
            }
        }
        return lines;
    }

    private static boolean entitled(Seat.Reading reading, long known, long sent) {
        return reading.stays().stream().anyMatch(stay -> stay.from() <= known && sent <= stay.until());
    }

    /**
     * What the bot said that answers nothing, for example that it could not read. That the homeserver was away while it answered is
     * an answer.
     */
    List<String> complaints() {
        return answers().values().stream()
                .flatMap(List::stream)
                .filter(entry -> !entry.unreadable() && ANSWERS.stream().noneMatch(entry.body()::startsWith))
                .map(entry -> "the bot said: " + entry.id() + " to " + entry.replyTo())
                .toList();
    }

    List<String> lost() {
        Map<String, List<Entry>> answers = answers();
        return commands.stream()
                .filter(command -> !answers.containsKey(command.event()))
                .map(command -> "lost in " + command.room() + ": " + command.event())
                .toList();
    }

    List<String> doubled() {
        return answers().entrySet().stream()
                .filter(answer -> !answer.getKey().isEmpty() && answer.getValue().size() > 1)
                .map(answer -> "doubled: " + answer.getKey() + " by "
                        + answer.getValue().stream().map(Entry::id).toList())
                .toList();
    }

    /** Encrypted messages there were, the bot's included. */
    long messages() {
        return readings.stream()
                .flatMap(reading -> reading.entries().stream())
                .map(Entry::id)
                .distinct()
                .count();
    }

    /** The bot's messages by the event that they answer. */
    private Map<String, List<Entry>> answers() {
        return readings.stream()
                .flatMap(reading -> reading.entries().stream())
                .filter(entry -> entry.sender().equals(bot))
                .collect(Collectors.toMap(Entry::id, entry -> entry, SoakVerdict::readable))
                .values()
                .stream()
                .collect(Collectors.groupingBy(Entry::replyTo));
    }

    private static Entry readable(Entry one, Entry other) {
        return one.unreadable() ? other : one;
    }

    List<String> failures() {
        List<String> all = new ArrayList<>(undecryptable());
        all.addAll(lost());
        all.addAll(doubled());
        all.addAll(complaints());
        return all;
    }

    /** Writes the failures to a file, if there are any. */
    void write(Path file) {
        if (!failures().isEmpty()) {
            try {
                Files.write(file, failures());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
