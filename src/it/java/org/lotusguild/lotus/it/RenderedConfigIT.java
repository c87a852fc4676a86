package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.adopt.Legacy;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Worker;
import org.lotusguild.lotus.stack.render.Samples;

/** Synapse, nginx and systemd judge the files that are written for them. */
@Timeout(120)
final class RenderedConfigIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Runs Synapse's own check once for every list of files, in one process. */
    private static final String CHECK = """
            import sys
            from synapse.config.__main__ import main
            for line in open(sys.argv[1]):
                main(["synapse.config"] + line.split())
            """;

    @TempDir
    private Path folder;

    /** The samples, and what else changes Synapse's files. */
    static Stream<String> plans() {
        String five = Samples.text("five-hosts");
        return Stream.concat(
                Samples.NAMES.stream().map(Samples::text),
                Stream.of(
                        Samples.text("large").replace("size: large", "size: huge"),
                        five.replace("federation: open", "federation: closed")
                                .replace("registration: token", "registration: sso-only")
                                .replace("  lan:", "  url-previews: true\n  lan:"),
                        five.replace("synapse: \"1.163\"", "synapse: \"1.158\""),
                        // An installation that was there before, with what Lotus has no word for.
                        Legacy.blocks()));
    }

    @Test
    void synapseTakesItsFiles() {
        StringBuilder checks = new StringBuilder();
        List<String> all = plans().toList();
        for (int i = 0; i < all.size(); i++) {
            Plan plan = Samples.planOf(all.get(i));
            Path root = folder.resolve("plan-" + i);
            RenderedTree tree = RenderedTree.of(root, plan, plan.the(Role.SYNAPSE).name());
            tree.write(tree.at("/etc/matrix-synapse/homeserver.signing.key"), "ed25519 a_test " + "A".repeat(43) + "\n");
            String main = "-c " + tree.at("/etc/matrix-synapse/homeserver.yaml") + " -c " + tree.at("/etc/matrix-synapse/conf.d");
            checks.append(main).append('\n');
            for (Worker worker : plan.workers()) {
                checks.append(main).append(" -c ").append(tree.at("/etc/matrix-synapse/workers/" + worker.name() + ".yaml")).append('\n');
            }
        }
        RenderedTree scratch = RenderedTree.of(folder.resolve("checks"), List.of(), "");
        scratch.write(folder.resolve("checks/check.py"), CHECK);
        scratch.write(folder.resolve("checks/list"), checks.toString());
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of(Tools.wholeSynapsePython().toString(), "-I", folder.resolve("checks/check.py").toString(),
                        folder.resolve("checks/list").toString()));
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output().lines().filter("Config parses OK!"::equals)).hasSize((int) checks.toString().lines().count());
    }

    static Stream<String> proxied() {
        return Stream.of(
                Samples.text("one-host"),
                Samples.text("five-hosts").replace("nginx: \"1.26\"", "nginx: \"1.22\""),
                Samples.text("large"),
                Samples.text("large").replace("size: large", "size: huge"),
                Legacy.blocks().replace("  extra:\n", """
                          extra:
                            nginx:
                              matrix.example.org: |
                                location /wiki/ {
                                    proxy_pass http://127.0.20.6:8300;
                                }
                              http: "server { listen 127.0.20.27:8300; server_name wiki.example.org; }"
                        """));
    }

    @ParameterizedTest
    @MethodSource("proxied")
    void nginxTakesItsFiles(String yaml) {
        // The addresses of a network that this machine is not in.
        Plan plan = Samples.planOf(yaml.replaceAll("10\\.20\\.0\\.(\\d+)", "127.0.20.$1"));
        Host host = plan.the(Role.PROXY);
        RenderedTree tree = RenderedTree.of(folder.resolve("nginx"), plan, host.name());
        tree.certificates(names(plan));
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of(ServerPackages.program("nginx").toString(), "-t", "-c", tree.nginx().toString()));
        assertThat(ran.output()).contains("test is successful").doesNotContain("[warn]");
        assertThat(ran.code()).isZero();
    }

    private static List<String> names(Plan plan) {
        List<String> names = new ArrayList<>(List.of(plan.stack().serverName(), plan.stack().publicName()));
        plan.stack().names().auth().ifPresent(names::add);
        plan.stack().names().client().ifPresent(names::add);
        plan.stack().names().grafana().ifPresent(names::add);
        return names;
    }

    /** LLDAP comes in no package that a test could install: its file is read as TOML, and LLDAP 0.6 knows each key and its type. */
    @Test
    void lldapsFileHasOnlyKeysThatLldapReads() {
        Plan plan = Samples.plan("five-hosts");
        RenderedTree tree = RenderedTree.of(folder.resolve("lldap"), plan, plan.the(Role.SSO).name());
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of(
                        Tools.synapsePython().toString(),
                        "-c",
                        "import sys, tomllib; [print(k, type(v).__name__) for k, v in tomllib.load(open(sys.argv[1], 'rb')).items()]",
                        tree.at("/etc/lldap/lldap_config.toml").toString()));
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output().lines())
                .isSubsetOf(
                        "ldap_host str",
                        "ldap_port int",
                        "http_host str",
                        "http_port int",
                        "http_url str",
                        "ldap_base_dn str",
                        "ldap_user_dn str",
                        "ldap_user_email str",
                        "database_url str",
                        "key_file str",
                        "verbose bool",
                        "assets_path str",
                        "ignored_user_attributes list",
                        "ignored_group_attributes list",
                        "smtp_options dict",
                        "ldaps_options dict",
                        "healthcheck_options dict")
                .contains("ldap_base_dn str", "key_file str");
    }

    /** All of a host at once; the hosts that are left out have no other ones. */
    @ParameterizedTest
    @CsvSource({"one-host, guild, 12", "large, front, 10", "five-hosts, proxy, 4"})
    void systemdTakesOurUnits(String sample, String host, int least) throws IOException {
        RenderedTree tree = RenderedTree.of(folder.resolve("units"), Samples.plan(sample), host);
        List<String> units = units(tree);
        assertThat(units).hasSizeGreaterThanOrEqualTo(least);
        Ran ran = Ran.of(
                folder,
                LIMIT,
                Stream.concat(Stream.of("systemd-analyze", "verify", "--man=no"), units.stream()).toList());
        // It also looks for the programs, which this machine does not have.
        assertThat(ran.output().lines().filter(line -> !line.contains("is not executable")).collect(Collectors.joining("\n")))
                .isEmpty();
    }

    private static List<String> units(RenderedTree tree) throws IOException {
        try (Stream<Path> all = Files.list(tree.at("/etc/systemd/system"))) {
            return all.map(Path::toString)
                    .filter(name -> name.endsWith(".service") || name.endsWith(".timer"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lotus", "livekit-server", "authelia", "lldap"})
    void systemdFindsOurServicesClosed(String service) {
        RenderedTree tree = RenderedTree.of(folder.resolve("units"), Samples.plan("one-host"), "guild");
        Ran exposure = Ran.of(
                folder,
                LIMIT,
                List.of(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=25",
                        tree.at("/etc/systemd/system/" + service + ".service").toString()));
        assertThat(exposure.code()).as(exposure.output()).isZero();
    }
}
