package org.lotusguild.lotus.bot.trivia;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Lazy;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.game.trivia.Question;
import org.lotusguild.lotus.bot.game.trivia.Questions;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;

/** Puts the questions together: those that Lotus has, then the guild's own. */
public final class Trivia {
    private static final List<String> SHIPPED = List.of("trivia-generated.jsonl", "trivia-own.jsonl");

    private Trivia() {}

    /** @throws IllegalArgumentException if a line of the guild's files is no question; names file and line */
    public static Feature feature(
            TriviaConfig config, DataFiles data, Rooms rooms, Database db, Ballots ballots, RandomGenerator random) {
        Lazy<Questions> questions = new Lazy<>(() -> questions(config, data));
        if (!config.files().isEmpty()) {
            questions.get(); // their mistakes now; those that Lotus has wait until somebody plays
        }
        return new TriviaFeature(rooms, db, ballots, questions, config.seconds(), random);
    }

    /** @throws IllegalArgumentException as {@link #feature} */
    public static Questions questions(TriviaConfig config, DataFiles data) {
        List<Question> all = new ArrayList<>();
        for (String name : SHIPPED) {
            all.addAll(Questions.read(name, data.text(name).lines()));
        }
        Set<String> known = new HashSet<>();
        all.forEach(question -> known.add(question.text()));
        for (Path file : config.files()) {
            // Somebody may take a file of ours as a beginning: what is known already is no mistake.
            Questions.read(file.toString(), text(file).lines()).stream()
                    .filter(question -> known.add(question.text()))
                    .forEach(all::add);
        }
        return new Questions(all);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("bot.trivia.files: cannot read " + file, e);
        }
    }
}
