package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.read.ToldFile;

/** Every command of {@code docs/operator/adopt.md}, in its order, on a copy of the legacy installation and a host that is a folder. */
class AdoptPageTest {
    private static final Path PAGE = Path.of("docs/operator/adopt.md");
    private static final Path LEGACY = Path.of("src/test/resources/stack/fixtures/legacy");
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    private Path folder;

    private Path root;
    private Captured captured = new Captured();

    @BeforeEach
    void lay() throws IOException {
        Path copy = folder.resolve("legacy");
        try (Stream<Path> files = Files.walk(LEGACY)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(LEGACY.relativize(file).toString()));
            }
        }
        root = folder.resolve("root");
        Files.createDirectories(root.resolve("etc/nginx/conf.d"));
        Files.copy(LEGACY.resolve("nginx/matrix.conf"), proxyFile());
        Files.writeString(replaced(), "# theirs\n");
    }

    /** A file of theirs where one of ours goes. */
    private Path replaced() {
        return root.resolve("etc/nginx/lotus-synapse.inc");
    }

    /** The folders of the host that had been there, with their modes. */
    private Map<String, String> modes() throws IOException {
        Map<String, String> modes = new TreeMap<>();
        for (String name : List.of("", "etc", "etc/nginx", "etc/nginx/conf.d")) {
            modes.put(name, PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(name))));
        }
        return modes;
    }

    private Path proxyFile() {
        return root.resolve("etc/nginx/conf.d/matrix.conf");
    }

    private Path ours() {
        return root.resolve("etc/nginx/conf.d/lotus.conf");
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void runsEveryCommandOfThePage() throws IOException, InterruptedException {
        int commands = 0;
        boolean applied = false;
        Files.setPosixFilePermissions(root.resolve("etc"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(root.resolve("etc/nginx"), PosixFilePermissions.fromString("rwxr-x--x"));
        Map<String, String> modes = modes();
        for (String block : found(BLOCK)) {
            List<String> shell = new ArrayList<>();
            for (String line : block.lines().toList()) {
                commands++;
                if (line.startsWith("lotus ")) {
                    shell(shell);
                    shell.clear();
                    lotus(line.substring("lotus ".length()));
                    applied |= line.startsWith("lotus apply")
                            && Files.exists(ours())
                            && Files.notExists(proxyFile())
                            && !Files.readString(replaced()).startsWith("# theirs");
                } else {
                    shell.add(line);
                }
            }
            shell(shell);
        }
        assertThat(commands).isGreaterThan(12);
        assertThat(applied).isTrue();
        assertThat(ours()).doesNotExist();
        assertThat(proxyFile()).hasSameTextualContentAs(LEGACY.resolve("nginx/matrix.conf"));
        assertThat(replaced()).hasContent("# theirs");
        assertThat(modes()).isEqualTo(modes);
    }

    private void lotus(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.replaceAll(word -> word.matches("(?:legacy|rendered)(?:/.*)?")
                ? folder.resolve(word).toString()
                : word);
        String home = folder.resolve("guild").toString();
        switch (words.getFirst()) {
            case "apply" -> words.addAll(List.of("--root", root.toString(), "--yes"));
            case "diff" -> words.addAll(List.of("--against", root.toString()));
            case "render" ->
                words.addAll(List.of(
                        "--home", home, "--out", folder.resolve("rendered").toString()));
            default -> words.addAll(List.of("--home", home));
        }
        captured = new Captured();
        int code = captured.run(words.toArray(String[]::new));
        boolean compares = command.startsWith("diff") || command.startsWith("audit");
        assertThat(code).as(command + "\n" + captured.err()).isIn(compares ? List.of(0, 1) : List.of(0));
        assertThat(captured.err()).isEmpty();
        assertThat(captured.out()).doesNotContain("fake-");
    }

    private void shell(List<String> lines) throws IOException, InterruptedException {
        if (lines.isEmpty()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", String.join("\n", lines))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("ROOT", root.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Test
    void readsTheFactsOfThePage() throws IOException {
        assertThat(ToldFile.of(Path.of("facts.yaml"), "facts.yaml", found(YAML).getFirst())
                        .hosts())
                .hasSize(3);
    }

    @Test
    void makesAHomeWithClosedSecretsAndTellsWhatBecameOfEachSetting() throws IOException {
        lotus("init --adopt legacy");

        assertThat(captured.out())
                .contains("Taken", "Kept as it stands, under extra", "Left out", "Stays where it is", "Added")
                .containsPattern("synapse/homeserver.yaml:57 federation_enabled +SYN-001 Synapse does not know")
                .containsPattern("synapse/homeserver.yaml:39 max_upload_size +media.upload: 200M")
                .contains("To be moved away", "nginx/matrix.conf");
        assertThat(folder.resolve("guild/registration.yaml")).exists();
        for (String name : List.of("vault-key", "macaroon", "db-synapse", "livekit-secret", "control-token")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            folder.resolve("guild/secrets").resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("guild/lotus.yaml"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve("guild/secrets/macaroon"))).startsWith("fake-macaroon");
        assertThat(Files.readString(folder.resolve("guild/lotus.yaml"))).doesNotContain("fake-");
    }

    @Test
    void showsNoSecretOfAHomeserverThatIsThere() throws IOException {
        lotus("init --adopt legacy");
        lotus("render");
        Path there = Files.createDirectories(root.resolve("etc/matrix-synapse"));
        Files.copy(LEGACY.resolve("synapse/homeserver.yaml"), there.resolve("homeserver.yaml"));

        lotus("diff --from rendered --host matrix");
        assertThat(captured.out())
                .contains("-macaroon_secret_key: <secret, ")
                .contains("+macaroon_secret_key_path: ")
                .doesNotContain("fake-", "not-a-real-password");
    }

    @Test
    void neverWritesOverAHome() throws IOException {
        Path file = folder.resolve("guild/lotus.yaml");
        Files.createDirectories(folder.resolve("guild"));
        Files.writeString(file, "mine\n");
        captured = new Captured();
        assertThat(captured.run("init", "--adopt", folder.resolve("legacy").toString(), "--home", folder + "/guild"))
                .isOne();
        assertThat(captured.err()).contains("is there already");
        assertThat(file).hasContent("mine");
        assertThat(folder.resolve("guild/secrets")).doesNotExist();
    }

    @Test
    void writesNothingThatGitWouldKeep() throws IOException {
        Files.createDirectories(folder.resolve("guild"));
        Files.writeString(folder.resolve("guild/.git"), "gitdir: /nowhere\n");
        captured = new Captured();
        assertThat(captured.run("init", "--adopt", folder.resolve("legacy").toString(), "--home", folder + "/guild"))
                .isOne();
        assertThat(captured.err()).contains("git");
        assertThat(folder.resolve("guild/registration.yaml")).doesNotExist();
        assertThat(folder.resolve("guild/lotus.yaml")).doesNotExist();
        assertThat(folder.resolve("guild/secrets")).isDirectoryNotContaining("glob:**/[a-z]*");
    }

    @Test
    void saysWhatAFolderWithoutAHomeserverLacks() {
        captured = new Captured();
        String[] words = {"init", "--adopt", folder.resolve("root").toString(), "--home", folder + "/guild"};
        assertThat(captured.run(words)).isOne();
        assertThat(captured.err()).contains("there is no homeserver.yaml");
        words[2] = folder.resolve("nowhere").toString();
        assertThat(captured.run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(folder.resolve("guild")).doesNotExist();
    }
}
