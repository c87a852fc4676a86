package org.lotusguild.lotus.webhooks.image;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;

/** Gets pictures from addresses that strangers chose: from the public internet and from hosts that the hook names. */
public final class PictureFetch {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int REDIRECTS = 3;

    private final GuardedHttp http;

    public PictureFetch(GuardedHttp http) {
        this.http = http;
    }

    /**
     * Five seconds at most, 5 MiB, three redirects, each looked at like the first address.
     *
     * @param allowHosts hosts of our own that may be asked too
     * @param plain whether http will do
     * @return empty if there is no picture to be had, for whatever reason
     */
    public Optional<Picture> get(URI address, List<String> allowHosts, boolean plain) {
        HttpCaller caller = http.allowing(allowHosts);
        long end = System.nanoTime() + LIMIT.toNanos();
        URI at = address;
        try {
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!spoken(at, plain) || left.isNegative()) {
                    return Optional.empty();
                }
                HttpAnswer answer =
                        caller.send(HttpCall.of("GET", at).timeout(left).answerCap(Picture.CAP));
                if (answer.ok()) {
                    return Picture.of(answer.body());
                }
                Optional<URI> next = redirect(at, answer);
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                at = next.get();
            }
        } catch (HttpFailure e) {
            if (e.kind() == HttpFailure.Kind.INTERRUPTED) {
                throw e;
            }
        }
        return Optional.empty();
    }

    private static boolean spoken(URI at, boolean plain) {
        return "https".equalsIgnoreCase(at.getScheme()) || plain && "http".equalsIgnoreCase(at.getScheme());
    }

    private static Optional<URI> redirect(URI from, HttpAnswer answer) {
        if (answer.status() / 100 != 3) {
            return Optional.empty();
        }
        try {
            return answer.header("location").map(from::resolve);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
