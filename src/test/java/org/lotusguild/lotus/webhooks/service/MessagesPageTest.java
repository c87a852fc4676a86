package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.webhooks.calm.Filter;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;

/** The operator's page names the events that there are, and those that are off. */
class MessagesPageTest {
    private static final Path PAGE = Path.of("docs/operator/webhook-messages.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([^;|]*)(?:; off: ([^|]*))? \\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");
    private static final Target ROOM =
            new Target("!a:example.org", Optional.empty(), Map.of(), Optional.empty(), Map.of(), false);

    @Test
    void namesEachEventOfTheSamples() throws IOException {
        List<String> named = rows().flatMap(row -> Stream.concat(names(row, 2), names(row, 3)))
                .toList();

        assertThat(Sample.all().stream()
                        .map(sample -> sample.rendered().message().event())
                        .distinct())
                .isSubsetOf(named);
    }

    @Test
    void saysWhichAreOff() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(10);
        assertThat(rows().flatMap(row -> names(row, 2))).allMatch(MessagesPageTest::wanted);
        assertThat(rows().flatMap(row -> names(row, 3))).isNotEmpty().noneMatch(MessagesPageTest::wanted);
    }

    private static boolean wanted(String event) {
        return Filter.wants(ROOM, Notice.of("", event, Level.NEUTRAL, "", "", ""), false);
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results();
    }

    private static Stream<String> names(MatchResult row, int group) {
        String names = row.group(group);
        return names == null
                ? Stream.empty()
                : NAME.matcher(names).results().map(name -> row.group(1) + "." + name.group(1));
    }
}
