package org.lotusguild.lotus.launch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.matrix.api.MatrixException;

/** Asks the homeserver one small thing, once: the accounts' own calls are tried for minutes before they fail. */
final class HomeserverProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final World world;
    private final URI url;

    HomeserverProbe(World world, URI url) {
        this.world = world;
        this.url = url;
    }

    /** @throws org.lotusguild.lotus.http.HttpFailure or {@link MatrixException} if it is away */
    void require() {
        HttpAnswer answer = versions();
        if (answer.status() >= 500) {
            throw new MatrixException(answer.status(), "", "no homeserver behind this address now", Optional.empty());
        }
    }

    /** How long the answer took. */
    Duration took() {
        long start = System.nanoTime();
        HttpAnswer answer = versions();
        if (!answer.ok()) {
            throw new IllegalStateException("the homeserver answered " + answer.status());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private HttpAnswer versions() {
        return world.http()
                .send(HttpCall.of("GET", url.resolve("/_matrix/client/versions"))
                        .timeout(LIMIT));
    }
}
