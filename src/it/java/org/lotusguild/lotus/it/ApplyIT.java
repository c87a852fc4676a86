package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/** {@code lotus apply} where programs refuse their files, and with the services of a host. */
@Timeout(180)
final class ApplyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** In a view of the file system of its own, where {@code /etc} and {@code /var/lib} are copies and {@code /run} is empty. */
    private static final String APART = """
            mount --bind "$1/etc" /etc
            mount --bind "$1/var" /var/lib
            mount -t tmpfs tmpfs /run
            [ "$2" = no-systemd ] || mkdir -p /run/systemd/system
            shift 2
            exec "$@"
            """;

    @TempDir
    private Path folder;

    private ApplyGround ground;

    @BeforeEach
    void lay() {
        ground = new ApplyGround(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx      | /etc/nginx/conf.d/lotus.conf        | server_name | sever_name",
                "nginx      | /etc/nginx/conf.d/beside.conf       |             | ",
                "coturn     | /etc/turnserver.conf                | denied-peer-ip=10.0.0.0-10.255.255.255 | denied-peer-ip=10.0.0.0/8",
                "synapse    | /etc/matrix-synapse/homeserver.yaml | 50M         | 50MB",
                "prometheus | /etc/prometheus/rules/lotus.yml     | expr: \"    | expr: \"("
            })
    void changesNothingWhenAProgramRefuses(String program, String path, @Nullable String right, @Nullable String wrong) {
        ServerPackages.all();
        Plan plan = ground.plan("one-host");
        Path root = ground.host();
        List<RenderedFile> good = Samples.files(plan);
        List<RenderedFile> files = right == null ? good : good.stream().map(file -> broken(file, path, right, Objects.requireNonNull(wrong))).toList();
        assertThat(files.equals(good)).isEqualTo(right == null);
        ground.rendered("bad", plan, files);
        Path beside = root.resolve(path.substring(1));
        if (right == null) {
            ApplyGround.write(beside, "server { listn 80; }\n");
        }
        Map<String, String> before = ApplyGround.state(root);

        Ran refused = applied(root, "bad");
        assertThat(refused.output()).contains(program + " refuses its files: ").contains("Nothing was changed.");
        assertThat(refused.code()).isOne();
        assertThat(without(ApplyGround.state(root), "var/lib/lotus-apply/apply.lock")).isEqualTo(before);
    }

    private Ran applied(Path root, String from) {
        return Ran.of(
                folder,
                LIMIT,
                ApplyGround.apply(folder, "--from", folder.resolve(from).toString(), "--host", "guild", "--root", root.toString(), "--yes"));
    }

    private static RenderedFile broken(RenderedFile file, String path, String right, String wrong) {
        return !file.path().equals(path)
                ? file
                : new RenderedFile(file.host(), path, file.mode(), file.owner(), file.secret(), file.unit(), file.text().replace(right, wrong));
    }

    private static Map<String, String> without(Map<String, String> state, String path) {
        Map<String, String> less = new TreeMap<>(state);
        less.remove(path);
        return less;
    }

    @Test
    void tellsSystemdAsRootAndRestartsOnlyWhenToldTo() throws IOException {
        ServerPackages.all();
        Plan plan = ground.plan("five-hosts");
        ground.rendered("old", plan, Samples.files(plan));
        ground.rendered("new", ApplyGround.newer(plan), Samples.files(ApplyGround.newer(plan)));
        Path calls = folder.resolve("calls");
        Path systemctl = folder.resolve("path/systemctl");
        ApplyGround.write(systemctl, "#!/bin/sh\n[ $1 = show ] && exec printf 'InvocationID=1f\\nActiveState=active\\n'\necho \"$*\" >> " + calls + "\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ran copied = Ran.of(folder, LIMIT, List.of("cp", "-a", "/etc", folder.resolve("etc").toString()));
        assertThat(copied.code()).as(copied.output()).isZero();
        Files.createDirectories(folder.resolve("var/nginx"));
        makeRoomForTheJail();

        Ran refused = onTheHost("no-systemd", "old", "--restart");
        assertThat(refused.code()).isOne();
        assertThat(refused.output()).contains("--restart: systemd does not run on this machine");
        assertThat(folder.resolve("var/lotus-apply")).doesNotExist();

        Ran plain = onTheHost("systemd", "old");
        assertThat(plain.code()).as(plain.output()).isZero();
        assertThat(plain.output())
                .contains("nginx accepts its files", "fail2ban accepts its files")
                .contains("still to do: systemctl restart prometheus-node-exporter.service");
        assertThat(calls).hasContent("""
                daemon-reload
                reload-or-restart fail2ban.service
                enable --now lotus-audit.timer
                enable --now lotus-certs.timer
                reload-or-restart nginx.service
                """);
        assertThat(Files.getOwner(folder.resolve("etc/nginx/conf.d/lotus.conf")).getName()).isEqualTo("root");

        Files.delete(calls);
        Ran restarting = onTheHost("systemd", "new", "--restart");
        assertThat(restarting.code()).as(restarting.output()).isZero();
        assertThat(restarting.output()).doesNotContain("still to do");
        assertThat(Files.readString(calls)).contains("reload-or-restart nginx.service\n", "restart prometheus-node-exporter.service\n");
        assertThat(folder.resolve("etc/default/prometheus-node-exporter")).content().contains("0.1-test");
    }

    /** As {@code INSTALL.md} says: the package's own jail reads a log that this machine does not have. */
    private void makeRoomForTheJail() throws IOException {
        String page = Files.readString(folder.resolve("old/proxy/INSTALL.md"));
        Matcher line = Pattern.compile("(?m)^printf .* > /etc/fail2ban/jail\\.d/\\S+$").matcher(page);
        assertThat(line.find()).isTrue();
        Ran told = Ran.of(folder, LIMIT, List.of("sh", "-c", line.group().replace("/etc/", folder + "/etc/")));
        assertThat(told.code()).as(told.output()).isZero();
    }

    private Ran onTheHost(String systemd, String from, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "--propagation", "private", "sh", "-ec", APART, "sh", folder.toString(), systemd));
        command.addAll(ApplyGround.apply(folder.resolve("path"), "--from", folder.resolve(from).toString(), "--host", "proxy", "--yes"));
        command.addAll(Arrays.asList(more));
        return Ran.of(folder, LIMIT, command);
    }
}
