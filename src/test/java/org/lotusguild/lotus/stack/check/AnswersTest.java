package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Reads;

/** Checks of what was asked of running servers, databases and programs, in the classes of this package that end so. */
class AnswersTest {
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/stack/check");
    private static final Set<Reads> ANSWERS =
            EnumSet.of(Reads.LIVE, Reads.DATABASE, Reads.PROGRAMS, Reads.CERTIFICATES);

    /** Each check that reads more than files has its answers there, good and bad: see also {@link SamplesTest}. */
    @Test
    void asksForEveryCheckThatReadsAnswers() throws IOException {
        List<Path> classes;
        try (Stream<Path> all = Files.list(HERE)) {
            classes = all.filter(file -> file.getFileName().toString().endsWith("AnswersTest.java"))
                    .filter(file -> !file.endsWith("AnswersTest.java"))
                    .toList();
        }
        assertThat(classes).hasSizeGreaterThanOrEqualTo(5);
        String asked = classes.stream().map(AnswersTest::text).collect(Collectors.joining());
        assertThat(Catalogue.all().stream()
                        .filter(check -> !Collections.disjoint(check.reads(), ANSWERS))
                        .map(check -> check.id().text()))
                .isNotEmpty()
                .allMatch(id -> asked.contains('"' + id + '"'));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
