package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;

/** A homeserver that is away when Lotus starts. */
class AwaitedHomeserverTest {
    private final Captured captured = new Captured();
    private final StatusBoard board = new StatusBoard(new Home(Path.of("guild")), Configs.own());
    private final List<Status.Part> shown = new ArrayList<>();
    private final World real = World.real();
    private final World world = new World(
            real.environment(),
            real.http(),
            real.clock(),
            real.random(),
            time -> shown.addAll(board.now().parts().values()),
            new Metrics());
    private final AwaitedHomeserver homeserver =
            new AwaitedHomeserver(URI.create("https://example.org"), world, captured.console(), board);

    @Test
    void isWaitedForWithOneLine() throws InterruptedException {
        Deque<RuntimeException> troubles = new ArrayDeque<>(List.of(
                new HttpFailure(HttpFailure.Kind.CONNECT, "refused", null),
                new MatrixException(404, "", "a proxy's page", Optional.empty()),
                new MatrixException(502, "", "bad gateway", Optional.empty())));
        String done = homeserver.then("bot", () -> {
            if (!troubles.isEmpty()) {
                throw troubles.pop();
            }
            return "done";
        });
        assertThat(done).isEqualTo("done");
        assertThat(captured.out().lines())
                .containsExactly(
                        "! The homeserver at https://example.org does not answer as it should (refused); Lotus waits"
                                + " for it and goes on by itself",
                        "› The homeserver answers");
        assertThat(shown)
                .extracting(Status.Part::state)
                .containsOnly(PartState.STARTING)
                .hasSize(3);
        assertThat(shown.getFirst().detail()).isEqualTo("waits for the homeserver: refused");
    }

    @Test
    void thatSaysNoIsNotAskedAgain() {
        assertThatThrownBy(() -> homeserver.then("bot", () -> {
                    throw new MatrixException(403, "M_FORBIDDEN", "no", Optional.empty());
                }))
                .isInstanceOf(MatrixException.class);
        assertThat(captured.out()).isEmpty();
    }
}
