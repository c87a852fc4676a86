package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.tool.Tool;

/** A home inside a work tree of git. */
class HomeInGitTest {
    private static final List<String> OWN =
            List.of("--url", "https://matrix.example.org", "--server-name", "example.org", "--own");
    private static final List<String> ADOPTED = List.of("--adopt", "src/test/resources/stack/fixtures/legacy");

    @TempDir
    private Path tree;

    private Path home;

    @BeforeEach
    void begin() {
        git("init", "-q");
        home = tree.resolve("guild");
    }

    private String git(String... words) {
        Tool.Outcome outcome = Tool.of(Stream.concat(Stream.of("git", "-C", tree.toString()), Stream.of(words))
                        .toArray(String[]::new))
                .run();
        assertThat(outcome.ok()).as(outcome.words()).isTrue();
        return outcome.out();
    }

    private Captured init(List<String> words, int code) {
        Captured captured = new Captured();
        String[] all = Stream.concat(Stream.of("init", "--home", home.toString()), words.stream())
                .toArray(String[]::new);
        assertThat(captured.run(all)).as(captured.err()).isEqualTo(code);
        return captured;
    }

    static Stream<List<String>> ways() {
        return Stream.of(OWN, ADOPTED);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noSecretIsWrittenWhereGitWouldKeepIt(List<String> way) throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/old-password"), "fake\n");
        git("add", "-A");

        assertThat(init(way, ExitCode.FAILED).err()).contains("git keeps files of");

        assertThat(home.resolve("secrets")).isDirectoryNotContaining("glob:**/{vault-key,control-token,macaroon}");
        assertThat(home.resolve("registration.yaml")).doesNotExist();
        assertThat(home.resolve("lotus.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void onlyTheConfigurationIsShownToGit(List<String> way) {
        init(way, ExitCode.OK);
        assertThat(home.resolve("registration.yaml")).exists();
        git("add", "-A");
        assertThat(git("ls-files").lines()).containsExactly("guild/.gitignore", "guild/lotus.yaml");
    }

    @Test
    void anIgnoreFileOfSomebodysOwnStaysAndGetsWhatItLacks() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve(".gitignore"), "*.bak\n/*.db*");
        init(OWN, ExitCode.OK);
        assertThat(Files.readString(home.resolve(".gitignore")))
                .startsWith("*.bak\n/*.db*\n# Secrets and data of this home.\n/secrets/\n")
                .containsOnlyOnce("/*.db*\n");
        Files.createFile(home.resolve("lotus.db-wal"));
        Files.createDirectories(home.resolve("backups"));
        Files.createFile(home.resolve("backups/one.tar"));
        git("add", "-A");
        assertThat(git("ls-files").lines()).containsExactly("guild/.gitignore", "guild/lotus.yaml");
    }
}
