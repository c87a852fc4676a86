package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No page tells people to type what the program does not know. What the commands do is shown by the tests of the pages. */
class CommandsOfPagesTest {
    /** In a block of its own or in the midst of a sentence; what the script {@code lotus} itself does is not the program's. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^\\s*(?:\\$ )?|`)(?:\\./)?lotus ((?!test\\b)[a-z][^`\\n#]*)");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .filter(page -> !commands(page).isEmpty())
                    .toList();
        }
    }

    private static List<String> commands(Path page) {
        try {
            return COMMAND.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1).strip())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theProgramKnowsEveryCommandAndItsOptions(Path page) {
        for (String command : commands(page)) {
            List<String> words = new ArrayList<>();
            WORD.matcher(command)
                    .results()
                    .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
            if (!words.contains("--help")) {
                words.add("--help");
            }
            Captured captured = new Captured();
            assertThat(captured.run(words.toArray(String[]::new)))
                    .as(command + "\n" + captured.err())
                    .isZero();
        }
    }
}
