package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpFlagsTest {
    @TempDir
    private Path home;

    private final Captured captured = new Captured();

    @ParameterizedTest
    @ValueSource(strings = {"--postgres", "--turn", "--sfu", "--proxy", "--workers=2"})
    void onlyATrialGrowsByFlags(String flag) throws IOException {
        Files.writeString(home.resolve("lotus.yaml"), """
                homeserver: {url: "https://matrix.example.org", server-name: example.org, registration: registration.yaml}
                """);
        assertThat(captured.run("up", "--home", home.toString(), flag)).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("this home has no trial", "docs/operator/several-hosts.md");
        assertThat(home.resolve("servers.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "0", "-1"})
    void soManyWorkersCannotBe(String number) throws IOException {
        assertThat(captured.run("up", "--home", home.toString(), "--workers=" + number))
                .isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("must be 1 to 20");
        assertThat(home).isEmptyDirectory();
    }
}
