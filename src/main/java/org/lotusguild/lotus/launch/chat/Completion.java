package org.lotusguild.lotus.launch.chat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, ours and the bot's, at the beginning of a line, and rooms behind a command that wants one. */
final class Completion implements Completer {
    private final List<String> words;
    private final Supplier<List<String>> rooms;

    /** @param botWords with their prefix */
    Completion(List<String> botWords, Supplier<List<String>> rooms) {
        this.words = Stream.concat(Typed.WORDS.stream(), botWords.stream()).toList();
        this.rooms = rooms;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0 && !line.word().isEmpty()) {
            words.forEach(word -> candidates.add(new Candidate(word)));
        } else if (line.wordIndex() == 1 && line.words().getFirst().equals("/room")) {
            rooms.get().forEach(room -> candidates.add(new Candidate(room)));
        }
    }
}
