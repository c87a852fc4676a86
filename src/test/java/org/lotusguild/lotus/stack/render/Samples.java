package org.lotusguild.lotus.stack.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.plan.ClientBlock;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** Plans of guilds that do not exist, and made-up secrets. */
public final class Samples {
    /** The names of the sample files, {@code src/test/resources/stack/render/NAME.yaml}. */
    public static final List<String> NAMES = List.of("one-host", "five-hosts", "large");

    private Samples() {}

    /** The parts of {@code lotus.yaml} that matter here. */
    public record Blocks(StackBlock stack, Optional<ClientBlock> client) {}

    public static Plan plan(String name) {
        return planOf(text(name));
    }

    /** @param yaml the blocks {@code stack} and {@code client} */
    public static Plan planOf(String yaml) {
        Blocks blocks = read(yaml);
        return Plan.of(blocks.stack(), blocks.client(), "0.0-test", "lotus.yaml", LocalDate.of(2026, 11, 25));
    }

    public static Blocks read(String yaml) {
        try {
            Path file = Files.createTempFile("lotus", ".yaml");
            try {
                Files.writeString(file, yaml);
                return new ConfigReader(variable -> Optional.empty()).read(file, Blocks.class);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/stack/render/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files of the plan. */
    public static List<RenderedFile> files(Plan plan) {
        return Renderer.files(plan, secrets());
    }

    /** One file of the plan. */
    public static String file(Plan plan, Host host, String path) {
        return files(plan).stream()
                .filter(f -> f.host().equals(host.name()) && f.path().equals(path))
                .map(RenderedFile::text)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path + " on " + host.name()));
    }

    /** For each name a text of 43 signs that begins with {@code fake-}; the digest looks like one. */
    public static SecretValues secrets() {
        return new SecretValues() {
            @Override
            public Secret value(SecretName name) {
                String value = fake(name.toString());
                return new Secret(name == SecretName.OIDC_CLIENT_DIGEST ? "$pbkdf2-sha512$310000$" + value : value);
            }

            @Override
            public Optional<Secret> former(SecretName name) {
                return Optional.empty();
            }

            @Override
            public Optional<Secret> registration() {
                return Optional.of(new Secret("""
                        id: lotus
                        url: null
                        as_token: fake-as-token-00000000000000000000000000
                        hs_token: fake-hs-token-00000000000000000000000000
                        sender_localpart: lotus-service
                        rate_limited: false
                        namespaces:
                          users: [{exclusive: true, regex: "@(lotus|hook_.*):example\\\\.org"}]
                        """));
            }
        };
    }

    private static String fake(String name) {
        String code = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.repeat(40).getBytes(UTF_8));
        return ("fake-" + code).substring(0, 43);
    }
}
