package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.certs.TestCertificates;
import org.lotusguild.lotus.stack.certs.TlsServer;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.stack.tool.Tool;

/** Every command of {@code docs/operator/certificates.md}, beside servers that show the certificates of the page. */
class CertificatesPageTest {
    private static final Path PAGE = Path.of("docs/operator/certificates.md");
    private static final Pattern COMMAND = Pattern.compile("(?m)^lotus (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final String TURN = "turn.example.org";
    private static final String PUBLIC = "matrix.example.org";

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private int code;

    @BeforeAll
    static void make() {
        TestCertificates certificates = new TestCertificates(made);
        certificates.pair(TURN, TURN, "-startdate", "-1d");
        certificates.pair(PUBLIC, PUBLIC, "-startdate", "-1d");
    }

    @BeforeEach
    void lay() throws IOException {
        Path vault = folder.resolve("guild/secrets/vault-key");
        Files.createDirectories(vault.getParent());
        Files.writeString(vault, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(vault, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("guild/lotus.yaml"), """
                homeserver: {url: "https://matrix.example.org", server-name: example.org, registration: r.yaml}
                stack:
                  server-name: example.org
                  public-name: matrix.example.org
                  hosts: {one: {address: 10.20.0.29, memory: 8GiB, roles: [synapse, postgres, proxy, turn, lotus]}}
                  names: {turn: turn.example.org}
                """);
        for (String file : List.of("fullchain.pem", "privkey.pem")) {
            Path live = folder.resolve("certs").resolve(file);
            Files.createDirectories(live.getParent());
            Files.copy(made.resolve(TURN).resolve(file), live);
            Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private Path turnserver(TlsServer server) throws IOException {
        return Files.writeString(folder.resolve("turnserver.conf"), """
                use-auth-secret
                listening-ip=127.0.0.1
                tls-listening-port=%d
                cert=%s
                pkey=%s
                pidfile=%s
                """.formatted(
                        server.at().port(),
                        folder.resolve("certs/fullchain.pem"),
                        folder.resolve("certs/privkey.pem"),
                        folder.resolve("no-pid")));
    }

    private Captured run(String command, TlsServer turn, TlsServer nginx) throws IOException {
        String here = command.replace("'nginx -s reload'", "true")
                .replace("/etc/turnserver.conf", turnserver(turn).toString())
                .replace("127.0.0.1:443", nginx.at().toString())
                .replaceAll("--name (\\S+)", "$0 --from " + made + "/$1");
        List<String> words = new ArrayList<>(List.of(here.split(" ")));
        words.addAll(List.of("--home", folder.resolve("guild").toString()));
        Captured captured = new Captured();
        code = captured.run(words.toArray(String[]::new));
        return captured;
    }

    @Test
    void everyCommandOfThePageDoesWhatItSays() throws IOException {
        List<String> commands = COMMAND.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(commands).hasSize(4);
        try (TlsServer turn = new TlsServer(made.resolve(TURN));
                TlsServer nginx = new TlsServer(made.resolve(PUBLIC))) {
            for (String command : commands) {
                Captured said = run(command, turn, nginx);
                if (command.equals("certs sync")) {
                    // Of the servers of this machine, whichever it has: none of them is this guild's.
                    assertThat(said.out() + said.err())
                            .containsPattern("Neither coturn nor nginx|turn\\.example\\.org: ")
                            .doesNotContain("In place");
                } else if (command.startsWith("certs sync")) {
                    assertThat(code).as(said.err()).isZero();
                    assertThat(said.out().lines())
                            .hasSize(command.split("--name").length - 1)
                            .allMatch(line -> line.startsWith("In place "));
                } else {
                    assertThat(code).as(command + said.out() + said.err()).isZero();
                    assertThat(said.err()).as(command).isEmpty();
                }
            }
        }
    }

    @Test
    void whatGoesWrongWithOneKeepsNothingFromTheNext() throws IOException {
        Files.writeString(folder.resolve("certs/privkey.pem"), "not the key");
        try (TlsServer turn = new TlsServer(made.resolve(PUBLIC));
                TlsServer nginx = new TlsServer(made.resolve(PUBLIC))) {
            Captured said = run(
                    "certs sync --name turn.example.org --turn /etc/turnserver.conf --name matrix.example.org --reload 'nginx -s reload' --shown 127.0.0.1:443",
                    turn,
                    nginx);
            assertThat(code).isEqualTo(ExitCode.FAILED);
            assertThat(said.err()).contains("turn.example.org: coturn does not run with ");
            assertThat(said.out()).contains("In place " + PUBLIC);
            assertThat(folder.resolve("certs/privkey.pem"))
                    .as("in place even so")
                    .hasSameTextualContentAs(made.resolve(TURN).resolve("privkey.pem"));
        }
    }

    @Test
    void asksForTheServerOfEachName() throws IOException {
        try (TlsServer any = new TlsServer(made.resolve(TURN))) {
            assertThat(run(
                                    "certs sync --name turn.example.org --turn /etc/turnserver.conf --name b.example.org",
                                    any,
                                    any)
                            .err())
                    .contains("no server of b.example.org is named");
            assertThat(code).isEqualTo(ExitCode.USAGE);
        }
    }

    /** As root on a host with coturn: certbot calls the hook, systemd the unit that Lotus renders. */
    @Test
    void theLinesForTheHostStartTheRenderedUnit() throws IOException {
        Path systemctl = folder.resolve("path/systemctl");
        Path hook = folder.resolve("etc/letsencrypt/renewal-hooks/deploy/lotus");
        Files.createDirectories(systemctl.getParent());
        Files.createDirectories(hook.getParent());
        Files.writeString(systemctl, "#!/bin/sh\necho \"$*\" >> " + folder + "/calls\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));

        List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        for (String block : blocks) {
            shell(block.replace("/etc/letsencrypt", folder + "/etc/letsencrypt"));
        }
        shell(hook.toString());

        assertThat(folder.resolve("calls")).hasContent("""
                start lotus-certs
                restart coturn
                start lotus-certs
                start --no-block lotus-certs
                """);
        Plan plan = Samples.plan("five-hosts");
        assertThat(Samples.file(plan, plan.the(Role.TURN), "/etc/systemd/system/lotus-certs.service"))
                .contains("ExecStart=/opt/lotus/lotus certs sync");
    }

    private void shell(String lines) {
        Tool.Outcome outcome = Tool.of("env", "PATH=" + folder.resolve("path") + ":/usr/bin:/bin", "sh", "-euc", lines)
                .run();
        assertThat(outcome.ok()).as(outcome.words()).isTrue();
    }
}
