package org.lotusguild.lotus.webhooks.sender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.image.Picture;
import org.lotusguild.lotus.webhooks.image.Pictures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names and pictures of the service users as they are wanted: looked at, and written where they differ. */
public final class Profiles {
    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final String SHIPPED = "/webhooks/avatars/";
    private static final String ANY = "generic";

    /** What came of looking. */
    private enum Looked {
        NAME_SET,
        NAME_KEPT,
        AVATAR_SET,
        AVATAR_KEPT
    }

    private final Map<String, WebhooksConfig.Sender> wanted;
    private final Pictures pictures;
    private final Counters<Looked> counters;

    /**
     * @param wanted by service; what is absent is shipped with the program
     * @throws IllegalArgumentException if a file of the configuration is no picture
     */
    public Profiles(Map<String, WebhooksConfig.Sender> wanted, Pictures pictures, Metrics metrics) {
        this.wanted = Map.copyOf(wanted);
        this.pictures = pictures;
        this.counters = metrics.counters(
                "lotus_webhook_profile_total",
                "What came of looking at the names and pictures of service users",
                new Metrics.Label<>("outcome", Looked.class));
        wanted.forEach((service, sender) -> sender.avatar().ifPresent(file -> {
            if (Picture.of(read(file)).isEmpty()) {
                throw new IllegalArgumentException("senders." + service + ".avatar: " + file
                        + " is no PNG, JPEG, GIF or WebP of at most 5 MiB and 40 megapixels");
            }
        }));
    }

    /** The name that people see. */
    String name(Speaker speaker) {
        return of(speaker).flatMap(WebhooksConfig.Sender::name).orElse(speaker.title());
    }

    /** Looked at and mended. A homeserver that refuses keeps nobody from speaking. */
    void tend(MatrixAccount account, Speaker speaker) {
        try {
            counters.of(account.showAs(name(speaker)) ? Looked.NAME_SET : Looked.NAME_KEPT)
                    .add();
            boolean set =
                    account.showAvatar(pictures.known(account, picture(speaker)).uri());
            counters.of(set ? Looked.AVATAR_SET : Looked.AVATAR_KEPT).add();
        } catch (MatrixException | HttpFailure refused) {
            LOG.atWarn()
                    .addKeyValue("account", account.user())
                    .addKeyValue("why", refused.getMessage())
                    .log("name or picture of a service user could not be looked after now");
        }
    }

    private Picture picture(Speaker speaker) {
        byte[] bytes = of(speaker)
                .flatMap(WebhooksConfig.Sender::avatar)
                .map(Profiles::read)
                .or(() -> shipped(speaker.key()))
                .or(() -> shipped(ANY))
                .orElseThrow();
        return Picture.of(bytes).orElseThrow(() -> new UncheckedIOException(new IOException("no picture any more")));
    }

    private Optional<WebhooksConfig.Sender> of(Speaker speaker) {
        return Optional.ofNullable(wanted.get(speaker.key()));
    }

    /** @param key may come from a file: it leads to no other folder */
    private static Optional<byte[]> shipped(String key) {
        if (!key.matches("[a-z-]+")) {
            return Optional.empty();
        }
        try (InputStream in = Profiles.class.getResourceAsStream(SHIPPED + key + ".png")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the picture " + file, e);
        }
    }
}
