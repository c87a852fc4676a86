package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;

/** Whatever message stands for a thing, an event of it can be told. */
class RootedTest {

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyEventFollowsEveryOther(Sample sample) {
        Sample.all().stream()
                .filter(before -> before.service().equals(sample.service()))
                .map(before -> before.rendered().message())
                .forEach(shown -> {
                    Root root = new Root(Sample.RECEIVED.minusSeconds(90), 1, 0, shown);
                    Rendered rendered = Sample.rendered(sample.payload(), Optional.of(root));
                    stands(rendered.message());
                    rendered.editedRoot().ifPresent(edited -> {
                        stands(edited);
                        assertThat(edited.correlation())
                                .as("stands for the same thing")
                                .isEqualTo(rendered.message().correlation());
                    });
                });
    }

    private static void stands(Notice notice) {
        assertThat(notice.subject()).isNotBlank();
        assertThat(notice.lines()).noneMatch(String::isBlank);
        assertThat(Sample.body(notice)).doesNotContain("{\"", "null", "\n\n");
    }
}
