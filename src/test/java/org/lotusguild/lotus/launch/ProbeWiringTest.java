package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.live.Probing.Check;
import org.lotusguild.lotus.stack.live.Probing.Targets;
import org.lotusguild.lotus.stack.render.Samples;

class ProbeWiringTest {
    @TempDir
    private Path secrets;

    @Test
    void asksTheServersThatTheFileNames() throws IOException {
        Files.writeString(secrets.resolve("turn"), "fake-turn-secret\n");
        Targets targets = ProbeWiring.targets(Samples.plan("five-hosts"), secrets);
        assertThat(targets.turn()).contains(new HostPort("turn.example.org", 3478));
        assertThat(targets.secret().get().orElseThrow().value()).isEqualTo("fake-turn-secret");
        Files.writeString(secrets.resolve("turn"), "another-turn-secret\n");
        assertThat(targets.secret().get().orElseThrow().value()).isEqualTo("another-turn-secret");
        assertThat(targets.certificates())
                .containsEntry(Check.MATRIX_CERT, new HostPort("matrix.example.org", 443))
                .containsEntry(Check.SERVER_CERT, new HostPort("example.org", 443))
                .containsEntry(Check.TURN_CERT, new HostPort("turn.example.org", 5349))
                .containsEntry(Check.AUTH_CERT, new HostPort("auth.example.org", 443))
                .containsKeys(Check.CLIENT_CERT, Check.GRAFANA_CERT);
    }

    @Test
    void asksNoTurnServerWhereThereIsNone() {
        String without = Samples.text("large").replaceAll("calls: true", "calls: false");
        Targets targets = ProbeWiring.targets(Samples.planOf(without), secrets);
        assertThat(targets.turn()).isEmpty();
        assertThat(targets.secret().get()).isEmpty();
        assertThat(targets.certificates()).doesNotContainKey(Check.TURN_CERT).containsKey(Check.MATRIX_CERT);
    }
}
