package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Root;

class GreenhouseTest {
    private static final String DRY = Sample.read(Sample.FILES.resolve("howto/TooDry.json"));

    private static Notice notice(String payload, Optional<Root> root) {
        return Greenhouse.of(Json.parse(payload), root, Sample.CONTEXT).message();
    }

    @Test
    void tellsWhatIsTooDry() {
        assertThat(Sample.body(notice(DRY, Optional.empty()))).isEqualTo("""
                ⚠️ North house – too dry
                valve 3 does not open
                tomatoes · basil
                Moisture: 12.46 %
                https://greenhouse.example.org/north""");
    }

    @Test
    void tellsHowLongItLasted() {
        Root root = new Root(Sample.RECEIVED.minus(Duration.ofMinutes(95)), 1, 0, notice(DRY, Optional.empty()));

        assertThat(Sample.body(notice("{\"greenhouse\":\"North house\",\"state\":\"fine\"}", Optional.of(root))))
                .isEqualTo("✅ North house – fine again after 1 h 35 min");
    }

    @Test
    void standsWhateverIsMissing() {
        Mutation.eachPlace(Json.parse(DRY), null)
                .forEach(payload -> assertThat(Sample.body(Greenhouse.of(payload, Optional.empty(), Sample.CONTEXT)
                                .message()))
                        .doesNotContain("null", ": -", "\n\n"));
    }
}
