package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Root;

/** The worked examples of the house style, to the byte. */
class ExpectedTest {
    private static final Path EXAMPLES = Sample.FILES.resolve("expected");

    static List<Sample> examples() {
        return Sample.all().stream()
                .filter(sample -> Files.exists(example(sample.service(), sample.name())))
                .toList();
    }

    private static Path example(String service, String name) {
        return EXAMPLES.resolve(service + "/" + name + ".txt");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void matchesTheExampleToTheByte(Sample sample) {
        assertThat(Sample.body(sample.rendered().message()))
                .isEqualTo(Sample.read(example(sample.service(), sample.name())));
    }

    @Test
    void showsWhatItCanOfAStranger() {
        String payload = "{\"title\":\"build finished\",\"project\":\"web\",\"branch\":\"main\",\"duration\":93,"
                + "\"token\":\"x\",\"email\":\"a@example.org\",\"steps\":[1,2],\"meta\":{}}";

        Notice card = Sample.rendered(Json.parse(payload), Optional.empty()).message();

        assertThat(Sample.body(card)).isEqualTo(Sample.read(EXAMPLES.resolve("card.txt")));
    }

    @Test
    void keepsTheStandingMessageOfATicketUpToDate() {
        Notice opened =
                new Sample("tinker-tickets", "ticket.created").rendered().message();
        Root root = new Root(Sample.RECEIVED, 1, 0, opened);

        Notice edited = Sample.rendered(new Sample("tinker-tickets", "ticket.assigned").payload(), Optional.of(root))
                .editedRoot()
                .orElseThrow();

        assertThat(Sample.body(edited)).isEqualTo(Sample.read(EXAMPLES.resolve("edited-root.txt")));
    }

    @Test
    void hasAnExampleForEachServiceAndMore() {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(47);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
