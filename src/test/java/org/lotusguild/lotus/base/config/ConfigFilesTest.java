package org.lotusguild.lotus.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;

class ConfigFilesTest {

    record Inner(Optional<Path> picture, Optional<Path> absent) {}

    record Outer(
            String name,
            Path registration,
            Secret token,
            List<Path> lists,
            Map<String, Inner> inner,
            Optional<Inner> one) {}

    @Test
    void areThoseOfEveryBlockAndEachOnce() {
        Inner cat = new Inner(Optional.of(Path.of("/h/cat.png")), Optional.empty());
        Outer outer = new Outer(
                "/h/no-file",
                Path.of("/h/registration.yaml"),
                new Secret("/h/secret"),
                List.of(Path.of("/h/a"), Path.of("/h/b")),
                Map.of("grafana", cat),
                Optional.of(cat));
        assertThat(ConfigFiles.of(outer))
                .containsExactly(
                        Path.of("/h/registration.yaml"), Path.of("/h/a"), Path.of("/h/b"), Path.of("/h/cat.png"));
    }
}
