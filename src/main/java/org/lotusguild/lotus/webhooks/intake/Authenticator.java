package org.lotusguild.lotus.webhooks.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.hook.Auth;

/**
 * Whether a request shows what its hook wants, told from its raw bytes. All ways and all secrets are tried whatever the first ones say,
 * so that the time of a check tells nothing.
 */
final class Authenticator {
    private static final String GRAFANA = "X-Grafana-Alerting-Signature";
    private static final String OWNCAST = "owncast-signature";

    private final InstantSource clock;

    Authenticator(InstantSource clock) {
        this.clock = clock;
    }

    /** What a check says. */
    sealed interface Verdict {

        /** @param signature by which the same request is known again, where it was signed with its time */
        record Passed(Optional<Accepted.Seen> signature) implements Verdict {}

        record Failed() implements Verdict {}
    }

    /**
     * @param header by name, in whatever case
     * @param body absent where the address itself says it all: no signature covers that
     */
    Verdict check(List<Auth> ways, Function<String, Optional<String>> header, Optional<byte[]> body) {
        if (ways.isEmpty()) {
            return new Verdict.Passed(Optional.empty());
        }
        Verdict verdict = new Verdict.Failed();
        for (Auth way : ways) {
            Verdict one = one(way, header, body);
            verdict = verdict instanceof Verdict.Failed ? one : verdict;
        }
        return verdict;
    }

    private Verdict one(Auth way, Function<String, Optional<String>> header, Optional<byte[]> body) {
        return switch (way.kind()) {
            case BEARER -> shown(way, bearer(header));
            case HEADER -> shown(way, header.apply(way.header()));
            case BASIC -> basic(way, header.apply("Authorization"));
            case HMAC, GRAFANA, OWNCAST ->
                body.map(bytes -> signed(way, header, bytes)).orElseGet(Verdict.Failed::new);
        };
    }

    private Verdict signed(Auth way, Function<String, Optional<String>> header, byte[] body) {
        return switch (way.kind()) {
            case OWNCAST -> owncast(way, header.apply(OWNCAST).orElse(""), body);
            case GRAFANA -> signed(way, header.apply(GRAFANA), header, body);
            case HMAC, BEARER, HEADER, BASIC -> signed(way, header.apply(way.header()), header, body);
        };
    }

    private static Optional<String> bearer(Function<String, Optional<String>> header) {
        String scheme = "Bearer ";
        return header.apply("Authorization")
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip())
                .or(() -> header.apply("X-Gotify-Key"));
    }

    private static Verdict shown(Auth way, Optional<String> presented) {
        return verdict(anySecret(way, presented.orElse("")) & presented.isPresent(), Optional.empty());
    }

    private static Verdict basic(Auth way, Optional<String> presented) {
        String scheme = "Basic ";
        String text = presented
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .flatMap(value -> base64(value.substring(scheme.length()).strip()))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        int colon = text.indexOf(':');
        String user = colon < 0 ? "" : text.substring(0, colon);
        boolean right = same(way.user(), user) & anySecret(way, text.substring(colon + 1));
        return verdict(right & colon >= 0, Optional.empty());
    }

    /** Compared by their hashes, so that their lengths tell nothing either. */
    private static boolean anySecret(Auth way, String presented) {
        boolean right = false;
        for (Secret secret : way.secrets()) {
            right |= same(secret.value(), presented);
        }
        return right;
    }

    private static boolean same(String secret, String presented) {
        return MessageDigest.isEqual(sha256(secret), sha256(presented));
    }

    private Verdict signed(Auth way, Optional<String> written, Function<String, Optional<String>> header, byte[] body) {
        byte[] signature = written.filter(value -> value.startsWith(way.prefix()))
                .map(value -> value.substring(way.prefix().length()).strip())
                .flatMap(value -> way.encoding() == Auth.Encoding.HEX ? hex(value) : base64(value))
                .orElse(new byte[0]);
        if (way.timestampHeader().isEmpty()) {
            return verdict(anySignature(way, signature, new byte[0], body), Optional.empty());
        }
        String time = header.apply(way.timestampHeader().get()).orElse("").strip();
        return timed(way, signature, time, ":", body);
    }

    private Verdict owncast(Auth way, String written, byte[] body) {
        int split = written.indexOf(".s=");
        boolean whole = written.startsWith("t=") && split > 0;
        String time = whole ? written.substring(2, split) : "";
        byte[] signature = whole ? hex(written.substring(split + 3).strip()).orElse(new byte[0]) : new byte[0];
        return timed(way, signature, time, ".", body);
    }

    private Verdict timed(Auth way, byte[] signature, String time, String between, byte[] body) {
        byte[] before = (time + between).getBytes(StandardCharsets.UTF_8);
        boolean right = anySignature(way, signature, before, body) & inWindow(way, time);
        // It may come from a clock that is ahead, and stays good for as long as that.
        Duration life = way.replayWindow().multipliedBy(2);
        return verdict(
                right,
                Optional.of(new Accepted.Seen("signature " + HexFormat.of().formatHex(signature), life)));
    }

    private boolean inWindow(Auth way, String time) {
        if (!time.matches("\\d{1,12}")) {
            return false;
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant())
                .abs();
        return off.compareTo(way.replayWindow()) <= 0;
    }

    private static boolean anySignature(Auth way, byte[] signature, byte[] before, byte[] body) {
        boolean right = false;
        for (Secret secret : way.secrets()) {
            right |= MessageDigest.isEqual(hmac(secret, before, body), signature);
        }
        return right;
    }

    private static Verdict verdict(boolean right, Optional<Accepted.Seen> signature) {
        return right ? new Verdict.Passed(signature) : new Verdict.Failed();
    }

    private static byte[] hmac(Secret secret, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(before);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
