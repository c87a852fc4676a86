package org.lotusguild.lotus.launch;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;

/** Does what needs the homeserver as soon as it answers: one that is away is waited for, with one line about it. */
final class AwaitedHomeserver {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Set<HttpFailure.Kind> PASSING =
            EnumSet.of(HttpFailure.Kind.CONNECT, HttpFailure.Kind.TIMEOUT, HttpFailure.Kind.BROKEN);

    private final URI url;
    private final World world;
    private final Console console;
    private final StatusBoard board;
    private final Backoff backoff;

    AwaitedHomeserver(URI url, World world, Console console, StatusBoard board) {
        this.url = url;
        this.world = world;
        this.console = console;
        this.board = board;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, world.random());
    }

    /** Repeatable work. */
    interface Work<T> {
        T done() throws InterruptedException;
    }

    /** @param part that waits meanwhile, as the status names it */
    <T> T then(String part, Work<T> work) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                T done = work.done();
                if (failures > 1) {
                    console.step("The homeserver answers");
                }
                return done;
            } catch (HttpFailure e) {
                if (!PASSING.contains(e.kind())) {
                    throw e;
                }
                away(part, e.getMessage(), failures);
            } catch (MatrixException e) {
                if (!e.unwell() && !e.byAProxy()) {
                    throw e;
                }
                away(part, e.getMessage(), failures);
            }
        }
    }

    private void away(String part, @Nullable String why, int failures) throws InterruptedException {
        if (failures == 1) {
            console.warning("The homeserver at " + url + " does not answer as it should (" + why
                    + "); Lotus waits for it and goes on by itself");
        }
        board.part(part, () -> new Status.Part(PartState.STARTING, "waits for the homeserver: " + why));
        world.pause().take(backoff.after(failures));
    }
}
