package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as an admin meets it. */
class MainTest {
    @TempDir
    private Path folder;

    private final Captured captured = new Captured();
    private String home = "";

    @BeforeEach
    void name() {
        home = folder.resolve("home").toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "up --help",
                "stop --help",
                "status --help",
                "say --help",
                "user --help",
                "user add --help",
                "account --help",
                "account status --help",
                "hook --help",
                "hook create --help",
                "hook preview --help",
                "init --help",
                "check --help",
                "audit --help",
                "config --help",
                "config dump --help",
                "backup --help",
                "backup run --help",
                "backup restore --help",
                "certs sync --help",
                "upgrade check --help",
                "doctor --help",
                "help up"
            })
    void everyCommandTellsOfItself(String words) {
        assertThat(captured.run(words.split(" "))).isZero();
        assertThat(captured.out()).contains("Usage: lotus").doesNotContain("\u001b");
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version", "version"})
    void tellsItsVersion(String word) {
        assertThat(captured.run(word)).isZero();
        assertThat(captured.out()).startsWith("Lotus ").contains("Java").doesNotContain("Usage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upp",
                "user",
                "user add",
                "say",
                "say general",
                "status --jsn",
                "up --home",
                "config",
                "backup",
                "certs sync --name a",
                "backup key"
            })
    void wrongWordsAreUsageErrors(String words) {
        assertThat(captured.run(words.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).isNotBlank();
        assertThat(captured.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "check", "config dump", "user add alice", "say general x", "account status"})
    void withoutAHomeEachSaysWhatToDo(String words) {
        assertThat(captured.run((words + " --home " + home).split(" "))).isEqualTo(ExitCode.FAILED);
        assertThat(captured.err()).contains("there is no lotus.yaml in " + home).contains("lotus up");
    }

    @Test
    void stopsWhatDoesNotRunWithoutComplaint() {
        assertThat(captured.run("stop", "--home", home)).isZero();
        assertThat(captured.out()).contains("Lotus does not run on " + home);
    }

    @Test
    void writesAHomeForAnOwnHomeserver() throws IOException {
        int code = captured.run(
                "init", "--home", home, "--url", "https://matrix.example.org", "--server-name", "example.org", "--own");
        assertThat(code).isZero();
        assertThat(captured.out()).contains("app_service_config_files").contains("@lotus:example.org");
        assertThat(Files.readString(Path.of(home, "registration.yaml")))
                .contains("sender_localpart: lotus-service")
                .contains("'@lotus:example\\.org'");
        assertThat(mode("registration.yaml")).isEqualTo("rw-------");
        assertThat(mode("secrets")).isEqualTo("rwx------");
        assertThat(captured.run("check", "--home", home)).isZero();
        assertThat(captured.out()).contains("is right: example.org, bot");
    }

    @Test
    void writesAHomeForAnAccountOfOthersAndShowsNoSecretOfIt() throws IOException {
        assertThat(login("hunter2")).isZero();
        assertThat(mode("secrets/bot-password")).isEqualTo("rw-------");
        assertThat(captured.run("config", "dump", "--home", home)).isZero();
        assertThat(captured.out()).contains("@bot:example.org").doesNotContain("hunter2");
        assertThat(captured.out() + captured.err())
                .doesNotContain(
                        Files.readString(Path.of(home, "secrets", "vault-key")).strip());
        assertThat(captured.run("status", "--home", home)).isEqualTo(ExitCode.FAILED);
        assertThat(captured.err()).contains("Lotus does not run on " + home);
    }

    @Test
    void takesTheNewPasswordWhenTheFileIsWrittenAgain() throws IOException {
        login("old");
        Files.delete(Path.of(home, "lotus.yaml"));
        assertThat(login("new")).isZero();
        assertThat(Files.readString(Path.of(home, "secrets", "bot-password"))).isEqualTo("new\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--url matrix.example.org --server-name example.org --own",
                "--url ftp://matrix.example.org --server-name example.org --own",
                "--url https://matrix.example.org --server-name https://example.org --own",
                "--url https://matrix.example.org --server-name example.org --user bot",
                "--url https://matrix.example.org --server-name example.org --user @bot:other.example",
                "--url https://matrix.example.org --server-name example.org",
                "--url https://matrix.example.org"
            })
    void writesNothingWhenAnAnswerIsWrong(String words) {
        assertThat(captured.run(("init --home " + home + " " + words).split(" ")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).startsWith("lotus: ");
        assertThat(Path.of(home)).doesNotExist();
    }

    @Test
    void doesNotWriteOverAConfiguration() {
        login("hunter2");
        assertThat(login("hunter2")).isEqualTo(ExitCode.FAILED);
        assertThat(captured.err()).contains("is there already");
    }

    @Test
    void namesTheLineOfAMistakeBeforeAnythingStarts() throws IOException {
        login("hunter2");
        Path file = Path.of(home, "lotus.yaml");
        Files.writeString(file, Files.readString(file) + "bott: {}\n");
        assertThat(captured.run("up", "--home", home)).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("lotus.yaml:").contains("did you mean bot?");
        assertThat(Path.of(home, "logs")).doesNotExist();
    }

    @Test
    void sendsNoControlCharactersOfOthersToTheTerminal() {
        captured.console().error("\u001b]0;owned\u0007\u202eno\nsecond line");
        assertThat(captured.err()).isEqualTo("lotus: ]0;ownedno\nsecond line\n");
    }

    @Test
    void clearsTheRestOfADetailOnATerminalOnly() {
        Captured terminal = new Captured(true);
        terminal.console().detail("fetching something long");
        terminal.console().step("Done");
        assertThat(terminal.out()).endsWith("\r\u001b[K\u001b[36m› \u001b[0mDone\n");
        captured.console().detail("fetching something long");
        captured.console().step("Done");
        assertThat(captured.out()).isEqualTo("› Done\n");
    }

    private int login(String password) {
        try {
            Path file = Files.writeString(folder.resolve("password"), password + "\n");
            return captured.run(
                    "init",
                    "--home",
                    home,
                    "--url",
                    "https://matrix.example.org",
                    "--server-name",
                    "example.org",
                    "--user",
                    "@bot:example.org",
                    "--password-file",
                    file.toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(home, file)));
    }
}
