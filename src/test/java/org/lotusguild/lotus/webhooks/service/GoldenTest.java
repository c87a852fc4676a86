package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;

/** Each sample gives the body, the HTML and the facts that lie beside it. How to write them anew stands in the README there. */
class GoldenTest {
    private static final boolean WRITE = "write".equals(System.getenv("LOTUS_GOLDEN"));

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRecognisedWithoutBeingToldWhoseItIs(Sample sample) {
        assertThat(Detect.of(sample.payload(), Optional.empty(), "").service().key())
                .isEqualTo(sample.service());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesItsBody(Sample sample) throws IOException {
        matches(sample.golden("txt"), Sample.body(sample.rendered().message()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesItsHtml(Sample sample) throws IOException {
        matches(sample.golden("html"), Sample.html(sample.rendered().message()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesItsFacts(Sample sample) throws IOException {
        matches(sample.golden("facts"), facts(sample.rendered()));
    }

    @Test
    void keepsNoGoldenFileWithoutASample() throws IOException {
        List<Path> known = Sample.all().stream()
                .flatMap(sample -> Stream.of("txt", "html", "facts").map(sample::golden))
                .toList();
        try (Stream<Path> files = Files.walk(Sample.FILES.resolve("golden"))) {
            assertThat(files.filter(Files::isRegularFile)).isSubsetOf(known);
        }
    }

    private static void matches(Path golden, String now) throws IOException {
        if (WRITE) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, now);
        }
        assertThat(now).isEqualTo(Sample.read(golden));
    }

    private static String facts(Rendered rendered) {
        Notice notice = rendered.message();
        return Stream.of(
                        "event: " + notice.event(),
                        "level: " + notice.level(),
                        notice.correlation().map(GoldenTest::key).orElse("key: none"),
                        "links: "
                                + String.join(
                                        ", ",
                                        notice.links().stream().map(Link::label).toList()),
                        notice.image().map(image -> "image: " + image).orElse(""),
                        rendered.editedRoot()
                                .map(root -> "root: " + Sample.body(root))
                                .orElse(""))
                .filter(line -> !line.isEmpty())
                .reduce("", (all, line) -> all + line.strip() + "\n");
    }

    private static String key(Correlation correlation) {
        return Arrays.asList(
                        "key: " + correlation.key(),
                        "transition: " + correlation.transition() + (correlation.quiet() ? ", quiet" : ""),
                        correlation.group().map(group -> "group: " + group).orElse(""))
                .stream()
                .filter(line -> !line.isEmpty())
                .reduce((all, line) -> all + "\n" + line)
                .orElseThrow();
    }
}
