package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where files belong, wherever the home lies. */
class SpotTest {
    private static final Path HOME = Path.of("/srv/guild");

    @Test
    void knowsFilesOfTheHomeAndOthers() {
        assertThat(Spot.of(Path.of("/srv/guild/synapse/../lotus.yaml"), HOME).text())
                .isEqualTo("guild/lotus.yaml");
        assertThat(Spot.of(Path.of("/etc/matrix-synapse/homeserver.yaml"), HOME).text())
                .isEqualTo("machine/etc/matrix-synapse/homeserver.yaml");
        assertThat(Spot.of(Path.of("/srv/guildhall/x"), HOME).text()).isEqualTo("machine/srv/guildhall/x");
    }

    @Test
    void findsThemAgainElsewhere() {
        Path home = Path.of("/new");
        assertThat(new Spot("guild/secrets/a").on(home, Path.of("/"))).isEqualTo(Path.of("/new/secrets/a"));
        assertThat(new Spot("machine/etc/x").on(home, Path.of("/"))).isEqualTo(Path.of("/etc/x"));
        assertThat(new Spot("machine/etc/x").on(home, Path.of("/rehearsal"))).isEqualTo(Path.of("/rehearsal/etc/x"));
    }

    @Test
    void leadsNowhereElse() {
        for (String text : List.of("", "etc/passwd", "guild/../x", "machine/a/../../x", "guild/", "/etc/x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Spot(text))
                    .withMessageContaining("place of a file");
        }
    }
}
