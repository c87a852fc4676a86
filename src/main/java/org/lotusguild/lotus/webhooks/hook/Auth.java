package org.lotusguild.lotus.webhooks.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/**
 * One way to show that a post is meant for the hook; see {@link AuthConfig}.
 *
 * @param secrets any of them is right
 */
public record Auth(
        Kind kind,
        List<Secret> secrets,
        String user,
        String header,
        String prefix,
        Encoding encoding,
        Optional<String> timestampHeader,
        Duration replayWindow) {
    static final Duration WINDOW = Duration.ofSeconds(300);

    public Auth {
        secrets = List.copyOf(secrets);
    }

    /** What the sender does. */
    public enum Kind {
        /** {@code Authorization: Bearer}, or {@code X-Gotify-Key}. */
        BEARER,
        /** The secret in a header of its own. */
        HEADER,
        /** {@code Authorization: Basic}. */
        BASIC,
        /** HMAC-SHA256 over the body, or over {@code <time>:<body>}. */
        HMAC,
        /** As Grafana signs: {@code X-Grafana-Alerting-Signature}. */
        GRAFANA,
        /** As Owncast signs: {@code owncast-signature}. */
        OWNCAST;

        /** Whether the sender signs the body, and nothing else. */
        boolean signs() {
            return switch (this) {
                case HMAC, GRAFANA, OWNCAST -> true;
                case BEARER, HEADER, BASIC -> false;
            };
        }
    }

    /** How a signature is written. */
    public enum Encoding {
        HEX,
        BASE64
    }

    /** As a hook gets it that is made by command. */
    static Auth usual(Kind kind, String hook, List<Secret> secrets) {
        String header = switch (kind) {
            case HEADER -> "X-Webhook-Token";
            case HMAC -> "X-Webhook-Signature";
            case BEARER, BASIC, GRAFANA, OWNCAST -> "";
        };
        return new Auth(kind, secrets, hook, header, "", Encoding.HEX, Optional.empty(), WINDOW);
    }
}
