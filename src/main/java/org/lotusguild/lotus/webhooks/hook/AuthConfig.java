package org.lotusguild.lotus.webhooks.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;

/**
 * One way to show that a post is meant for the hook.
 *
 * @param also secrets that work as well, while one replaces the other
 * @param user of {@code basic}
 * @param header of {@code header} and {@code hmac}
 * @param prefix of an {@code hmac}'s signature in its header, {@code sha256=}
 * @param timestampHeader the header with the time that is signed too ({@code hmac}, {@code grafana})
 * @param replayWindow how far that time may be off
 */
public record AuthConfig(
        Auth.Kind kind,
        Secret secret,
        List<Secret> also,
        Optional<String> user,
        Optional<String> header,
        @Default("\"\"") String prefix,
        @Default("hex") Auth.Encoding encoding,
        Optional<String> timestampHeader,
        @Default("300s") Duration replayWindow) {
    public AuthConfig {
        if (kind == Auth.Kind.BASIC && user.isEmpty()) {
            throw new IllegalArgumentException("user: is missing; kind basic needs one");
        }
        if ((kind == Auth.Kind.HEADER || kind == Auth.Kind.HMAC) && header.isEmpty()) {
            throw new IllegalArgumentException("header: is missing; this kind needs the name of one");
        }
        if (replayWindow.isNegative() || replayWindow.isZero()) {
            throw new IllegalArgumentException("replay-window: must be longer than nothing");
        }
    }

    Auth auth() {
        List<Secret> secrets = new ArrayList<>(List.of(secret));
        secrets.addAll(also);
        return new Auth(
                kind, secrets, user.orElse(""), header.orElse(""), prefix, encoding, timestampHeader, replayWindow);
    }
}
