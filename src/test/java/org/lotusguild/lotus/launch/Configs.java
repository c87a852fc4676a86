package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ConfigReader;

/** Configurations of tests, read as everybody's. */
final class Configs {
    private Configs() {}

    /** For an own homeserver {@code example.org}, with a bot. */
    static LotusConfig own() {
        try {
            Path file = Files.createTempFile("lotus", ".yaml");
            Files.writeString(file, """
                    homeserver: {url: "https://example.org", server-name: example.org, registration: r.yaml}
                    encryption: {key: "${KEY}"}
                    bot: {}
                    """);
            LotusConfig config = new ConfigReader(name -> Optional.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                    .read(file, LotusConfig.class);
            Files.delete(file);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
