package org.lotusguild.lotus.webhooks.hook;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.config.Rate;
import org.lotusguild.lotus.base.config.Size;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.webhooks.notice.Level;

/**
 * The block {@code webhooks}.
 *
 * @param publicUrl what stands before {@code /webhook/<id>} in the address of a hook; absent: {@code http.public-url}
 * @param legacyRoot whether {@code /<id>} works too, for senders that hookshot's old addresses were given to
 * @param userPrefix of the service users: {@code @hook_grafana:example.org}
 * @param adminRoom an id, an alias or a key of {@code guild.rooms}; absent: {@code bot.desk}
 * @param maxBody of one request, packed and unpacked; a hook may have its own
 * @param trustedProxies whose {@code X-Forwarded-For} counts, beside {@code http.trusted-proxies}
 * @param links addresses of the guild's own servers, by service
 * @param people names in a service, and who that is here
 * @param senders name and picture of a service's user, by service
 * @param hooks what stands here wins over a hook of the same name that was made by command
 */
public record WebhooksConfig(
        Optional<URI> publicUrl,
        @Default("false") boolean legacyRoot,
        @Default("hook_") String userPrefix,
        Optional<String> adminRoom,
        @Default("4MiB") Size maxBody,
        List<String> trustedProxies,
        @Default("{}") Limits limits,
        @Default("{}") History history,
        @Default("{}") ScriptConfig transforms,
        @Default("{}") Expiry expiry,
        Optional<QuietHours> quietHours,
        Map<String, URI> links,
        Map<String, UserId> people,
        Map<String, Sender> senders,
        List<HookConfig> hooks) {
    static final Size MOST = Size.parse("16MiB");

    public WebhooksConfig {
        publicUrl.ifPresent(url -> {
            if (url.getHost() == null || !List.of("https", "http").contains(url.getScheme())) {
                throw new IllegalArgumentException("public-url: must begin with https:// (or http://)");
            }
        });
        if (!userPrefix.matches("[a-z0-9._=-]{1,40}")) {
            throw new IllegalArgumentException("user-prefix: may hold a-z, 0-9 and ._=- only, 1 to 40 of them");
        }
        adminRoom.ifPresent(room -> HookConfig.requireRoom("admin-room", room));
        HookConfig.requireBody("max-body", maxBody);
        HookConfig.requireNetworks("trusted-proxies", trustedProxies);
        Set<String> names = new HashSet<>();
        hooks.forEach(hook -> {
            if (!names.add(hook.name())) {
                throw new IllegalArgumentException("hooks: two are called " + hook.name() + "; rename one");
            }
        });
    }

    /**
     * @param perHook accepted posts
     * @param perAddress requests of one sender's address, whatever they ask for
     * @param maxPending posts that wait to be delivered
     * @param maxPendingBytes what they may hold together
     * @param wait_ how long a sender waits whose hook answers after delivery
     */
    public record Limits(
            @Default("10/s burst 50") Rate perHook,
            @Default("30/s burst 100") Rate perAddress,
            @Default("100000") int maxPending,
            @Default("1GiB") Size maxPendingBytes,
            @Default("5s") Duration wait_) {
        public Limits {
            if (maxPending < 1) {
                throw new IllegalArgumentException("max-pending: must be at least 1");
            }
        }
    }

    /** @param perHook so many of a hook stay once they are a day old, at most as long as {@code keep} */
    public record History(
            @Default("14d") Duration keep, @Default("50") int perHook) {}

    /**
     * Of hooks that are made by command.
     *
     * @param atMost the longest life that may be asked for
     * @param required whether a hook must have an end
     */
    public record Expiry(
            Optional<Duration> atMost, @Default("false") boolean required) {}

    /**
     * @param from when the night begins; later than {@code to}: the night goes over midnight
     * @param below what is less bad than this waits for the morning
     */
    public record QuietHours(
            LocalTime from,
            LocalTime to,
            @Default("UTC") ZoneId zone,
            @Default("error") Level below) {
        public QuietHours {
            if (from.equals(to)) {
                throw new IllegalArgumentException("to: must differ from from");
            }
        }
    }

    /** @param avatar a picture's file */
    public record Sender(Optional<String> name, Optional<Path> avatar) {}
}
