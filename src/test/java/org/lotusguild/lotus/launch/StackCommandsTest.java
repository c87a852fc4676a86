package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.stack.tool.Tool;

/** From {@code lotus.yaml} to files on a host, by the words that a person types. */
class StackCommandsTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path out;
    private Captured captured = new Captured();

    @BeforeEach
    void prepare() throws IOException {
        home = Files.createDirectories(folder.resolve("guild"));
        out = folder.resolve("rendered");
        configure(Samples.text("five-hosts"));
        Path key = home.resolve("secrets/vault-key");
        Files.createDirectories(key.getParent());
        Files.writeString(key, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private void configure(String stack) throws IOException {
        Files.writeString(home.resolve("lotus.yaml"), """
                homeserver: {url: "http://10.20.0.29:8008", server-name: example.org, registration: registration.yaml}
                """ + stack);
    }

    private int lotus(String... words) {
        captured = new Captured();
        return captured.run(words);
    }

    private String at() {
        return home.toString();
    }

    @Test
    void rendersDiffsAndApplies() throws IOException {
        assertThat(lotus("secrets", "init", "--home", at())).isZero();
        assertThat(lotus("secrets", "check", "--home", at())).isZero();
        assertThat(lotus("render", "--home", at(), "--out", out.toString()))
                .as(captured.err())
                .isZero();
        assertThat(out.resolve("proxy/etc/nginx/conf.d/lotus.conf")).exists();
        assertThat(out.resolve("database/MANIFEST")).exists();

        Path root = Files.createDirectories(folder.resolve("root"));
        assertThat(lotus("diff", "--home", at(), "--host", "proxy", "--against", root.toString()))
                .isOne();
        assertThat(lotus("apply", "--from", out.toString(), "--host", "proxy", "--root", root.toString(), "--yes"))
                .as(captured.err())
                .isZero();
        assertThat(lotus("diff", "--from", out.toString(), "--host", "proxy", "--against", root.toString()))
                .as(captured.out())
                .isZero();
        assertThat(lotus("apply", "--from", out.toString(), "--host", "proxy", "--root", root.toString()))
                .isZero();
        assertThat(captured.out()).contains("Nothing differs");
    }

    @Test
    void writesNothingWithoutSecretsThatAreInOrder() {
        assertThat(lotus("render", "--home", at(), "--out", out.toString())).isOne();
        assertThat(captured.err()).contains("the secrets are not in order", "run lotus secrets init");
        assertThat(out).doesNotExist();
    }

    @Test
    void writesNothingWhenThePlanContradictsItself() throws IOException {
        lotus("secrets", "init", "--home", at());
        configure(Samples.text("five-hosts").replace("  lan:", "  ports: {turn-relay: 51000-57999}\n  lan:"));
        assertThat(lotus("render", "--home", at(), "--out", out.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("lotus.yaml:20: stack.ports.turn-relay: 51000-57999 meets 50000-51999");
        assertThat(out).doesNotExist();
    }

    @Test
    void writesNothingForAnOlderNginxThanTheFileMeans() throws IOException {
        lotus("secrets", "init", "--home", at());
        configure(Samples.text("five-hosts")
                .replace("nginx: \"1.26\"", "nginx: \"1.22\"")
                .replace(
                        "  lan:",
                        "  extra:\n    nginx:\n      http: \"server { listen 8300 ssl; http2 on; }\"\n  lan:"));
        assertThat(lotus("render", "--home", at(), "--out", out.toString())).isOne();
        assertThat(captured.err())
                .contains("lotus.yaml:22: stack.extra.nginx.http: nginx 1.22 knows no directive http2");
        assertThat(out).doesNotExist();
    }

    @Test
    void writesNothingWhileGitKeepsTheSecrets() {
        lotus("secrets", "init", "--home", at());
        Tool.of("git", "-C", folder.toString(), "init", "-q").run();
        Tool.of("git", "-C", folder.toString(), "add", "-f", "guild/secrets/macaroon")
                .run();
        assertThat(lotus("render", "--home", at(), "--out", out.toString())).isOne();
        assertThat(captured.err()).contains("git keeps files of " + home.resolve("secrets"), "git rm --cached");
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesExtraThatLotusWritesItselfWithItsLine() throws IOException {
        lotus("secrets", "init", "--home", at());
        configure(Samples.text("five-hosts")
                .replace(
                        "  lan:",
                        "  extra:\n    synapse:\n      push: {include_content: false}\n      listeners: []\n  lan:"));
        assertThat(lotus("render", "--home", at(), "--out", out.toString())).isOne();
        assertThat(captured.err())
                .contains("lotus.yaml:23: stack.extra.synapse.listeners: Lotus writes this setting itself");
        assertThat(out).doesNotExist();
    }

    @Test
    void printsPortsAndWhatTheRouterSendsOn() {
        assertThat(lotus("ports", "--home", at())).isZero();
        assertThat(captured.out())
                .contains("matrix       synapse              8008         tcp      10.20.0.29")
                .contains("  7881 tcp to matrix (10.20.0.29), livekit-tcp")
                .contains("matrix keeps free: net.ipv4.ip_local_reserved_ports = 50000-57999");
    }

    @Test
    void showsAndRotatesSecrets() {
        lotus("secrets", "init", "--home", at());
        assertThat(lotus("secrets", "show", "macaroon", "--home", at())).isZero();
        String old = captured.out().strip();
        assertThat(old).matches("[A-Za-z0-9_-]{43}");
        assertThat(lotus("secrets", "rotate", "macaroon", "--home", at())).isZero();
        assertThat(captured.out())
                .contains("single sign-on that are in progress end")
                .doesNotContain(old);
        assertThat(lotus("secrets", "show", "no-such", "--home", at())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void endsADiffThatCannotBeMadeWithTwo() {
        assertThat(lotus("diff", "--home", at(), "--host", "auth")).isEqualTo(ExitCode.USAGE);
        assertThat(lotus("diff", "--from", out.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(lotus("diff", "--home", at(), "--host", "no-such")).isEqualTo(ExitCode.USAGE);
        assertThat(lotus("diff", "--from", out.toString(), "--against", "ssh")).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("no remote shell");
    }

    /** What units call must be words that the program knows. */
    @Test
    void knowsTheCommandsOfItsUnits() {
        List<String> commands = Samples.files(Samples.plan("one-host")).stream()
                .flatMap(file -> file.text().replace("\\\n", " ").lines())
                .filter(line -> line.startsWith("ExecStart=/opt/lotus/lotus "))
                .map(line -> line.substring("ExecStart=/opt/lotus/lotus ".length()))
                .toList();
        assertThat(commands).hasSize(5);
        for (String command : commands) {
            List<String> words = new ArrayList<>();
            Pattern.compile("\"([^\"]*)\"|(\\S+)")
                    .matcher(command)
                    .results()
                    .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
            words.add("--help");
            assertThat(lotus(words.toArray(String[]::new)))
                    .as(command + "\n" + captured.err())
                    .isZero();
        }
    }

    @Test
    void asksBeforeItWrites() {
        lotus("secrets", "init", "--home", at());
        lotus("render", "--home", at(), "--out", out.toString());
        assertThat(lotus(
                        "apply",
                        "--from",
                        out.toString(),
                        "--host",
                        "proxy",
                        "--root",
                        folder.resolve("root").toString()))
                .isOne();
        assertThat(captured.err()).contains("nobody to ask");
        assertThat(folder.resolve("root")).doesNotExist();
    }
}
