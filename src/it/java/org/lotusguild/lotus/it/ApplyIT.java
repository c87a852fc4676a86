package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.stack.apply.Apply;
import org.lotusguild.lotus.stack.apply.Difference;
import org.lotusguild.lotus.stack.apply.HostTree;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.apply.Wanted;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/** {@code lotus apply} in trouble: programs that refuse, kills, a full disk; and the services of a host. */
@Timeout(180)
final class ApplyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Apply.Choice PLAIN = new Apply.Choice(false, false);
    private static final int PAGE = 4096;

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

    private String certificates() {
        RenderedTree tree = RenderedTree.of(folder.resolve("live"), List.of(), "");
        tree.certificates(List.of(
                "example.org", "matrix.example.org", "auth.example.org", "chat.example.org", "grafana.example.org"));
        return tree.at("/etc/letsencrypt/live").toString();
    }

    /** A plan whose addresses and certificates this machine has. */
    private Plan plan(String sample) {
        String yaml = Samples.text(sample)
                .replaceAll("10\\.20\\.0\\.(\\d+)", "127.0.20.$1")
                .replace("nginx: \"1.26\"", "nginx: \"1.22\"")
                .replaceAll("(?m)^  certificates:.*\\n", "");
        return Samples.planOf(
                yaml.replace("stack:\n", "stack:\n  certificates: {path: \"" + certificates() + "/{name}\"}\n"));
    }

    /** The same plan, rendered by a newer program: every file with a comment differs. */
    private static Plan newer(Plan plan) {
        return Plan.of(plan.stack(), plan.client(), "0.1-test", plan.source(), plan.today());
    }

    private void rendered(String name, Plan plan, List<RenderedFile> files) {
        new RenderedFolder(folder.resolve(name)).write(plan, files, Optional.empty());
    }

    /** A folder that stands for a host, with what packages bring. */
    private Path host() {
        Path root = folder.resolve("root");
        write(root.resolve("etc/matrix-synapse/homeserver.signing.key"), "ed25519 a_test " + "A".repeat(43) + "\n");
        write(root.resolve("etc/nginx/nginx.conf"), """
                pid /run/nginx.pid;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    include /etc/nginx/conf.d/*.conf;
                }
                """.formatted(folder));
        return root;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in the files below, with their modes. */
    private static Map<String, String> state(Path below) {
        Map<String, String> state = new TreeMap<>();
        if (Files.isDirectory(below)) {
            try (Stream<Path> all = Files.walk(below)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                    state.put(below.relativize(file).toString(), mode + " " + Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return state;
    }

    /** The words of {@code lotus apply}, with the Synapse of the tests on the path. */
    private static List<String> apply(Path path, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "LOTUS_BUILD=never",
                "PATH=" + path + ":" + Tools.wholeSynapsePython().getParent() + ":" + System.getenv("PATH") + ":/usr/sbin",
                Tools.launcher().toString(),
                "apply"));
        command.addAll(Arrays.asList(words));
        return command;
    }

    private Ran applied(Path root, String from) {
        return Ran.of(folder, LIMIT, apply(folder, "--from", folder.resolve(from).toString(), "--host", "guild", "--root", root.toString(), "--yes"));
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
        Plan plan = plan("one-host");
        Path root = host();
        List<RenderedFile> good = Samples.files(plan);
        List<RenderedFile> files = right == null ? good : good.stream().map(file -> broken(file, path, right, Objects.requireNonNull(wrong))).toList();
        assertThat(files.equals(good)).isEqualTo(right == null);
        rendered("bad", plan, files);
        Path beside = root.resolve(path.substring(1));
        if (right == null) {
            write(beside, "server { listn 80; }\n");
        }
        Map<String, String> before = state(root);

        Ran refused = applied(root, "bad");
        assertThat(refused.output()).contains(program + " refuses its files: ").contains("Nothing was changed.");
        assertThat(refused.code()).isOne();
        assertThat(without(state(root), "var/lib/lotus-apply/apply.lock")).isEqualTo(before);
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
    void leavesEachFileWholeWhereverItIsKilledAndTheNextApplyGoesOn() {
        ServerPackages.all();
        Plan plan = plan("five-hosts");
        Path root = host();
        rendered("old", plan, Samples.files(plan));
        rendered("new", newer(plan), Samples.files(newer(plan)));
        applied(root, read("old"));
        Map<String, String> old = state(root.resolve("etc"));
        Map<String, String> fresh = fresh(root);
        assertThat(fresh.keySet()).isEqualTo(old.keySet());
        List<String> paths = read("new").stream().map(wanted -> wanted.entry().path()).toList();

        int killed = 0;
        for (Moment moment : moments(paths)) {
            Path own = copy(root, moment.name());
            killed += killed(own, moment) ? 1 : 0;
            state(own.resolve("etc")).forEach((path, text) -> {
                if (!path.endsWith(".lotus-new")) {
                    assertThat(text).as(moment.name() + ": " + path).isIn(old.get(path), fresh.get(path));
                }
            });
            Ran second = Ran.of(folder, LIMIT, toProxy(own));
            assertThat(second.code()).as(moment.name() + "\n" + second.output()).isZero();
            assertThat(state(own.resolve("etc"))).as(moment.name()).isEqualTo(fresh);
            assertThat(state(own.resolve("var/lib/lotus-apply/applied"))).hasSize(paths.size());
            assertThat(own.resolve("var/lib/lotus-apply")).isDirectoryNotContaining("glob:**/{staged,under-way}*");
        }
        assertThat(killed).isGreaterThanOrEqualTo(3);
    }

    private List<Wanted> read(String from) {
        return new RenderedFolder(folder.resolve(from)).read(Optional.of("proxy"));
    }

    private List<String> toProxy(Path root) {
        return apply(folder, "--from", folder.resolve("new").toString(), "--host", "proxy", "--root", root.toString(), "--yes");
    }

    /** As an apply leaves it that nobody disturbs. */
    private Map<String, String> fresh(Path root) {
        Path own = copy(root, "undisturbed");
        applied(own, read("new"));
        return state(own.resolve("etc"));
    }

    /** A moment of an apply that can be seen from outside. */
    private record Moment(String name, String path) {
        @Nullable Object seen(Path root) {
            try {
                return Files.readAttributes(root.resolve(path), BasicFileAttributes.class).fileKey();
            } catch (IOException e) {
                return null;
            }
        }
    }

    private static List<Moment> moments(List<String> paths) {
        String middle = paths.get(paths.size() / 2).substring(1);
        return List.of(
                new Moment("programs-are-asked", "var/lib/lotus-apply/staged"),
                new Moment("list-is-written", "var/lib/lotus-apply/under-way.json"),
                new Moment("half-beside", middle + ".lotus-new"),
                new Moment("one-in-place", paths.getFirst().substring(1)),
                new Moment("half-in-place", middle),
                new Moment("all-noted", "var/lib/lotus-apply/applied.json"));
    }

    /** Ends it with {@code kill -9} when the file of the moment is there, or is another one than before. */
    private boolean killed(Path root, Moment moment) {
        Object before = moment.seen(root);
        try (Child child = Child.start("apply", folder, toProxy(root))) {
            BooleanSupplier come = () -> !Objects.equals(before, moment.seen(root));
            while (child.alive() && !come.getAsBoolean()) {
                Thread.onSpinWait();
            }
            child.signal("KILL");
            return child.awaitEnd(LIMIT) != 0;
        }
    }

    private Path copy(Path root, String name) {
        Path to = folder.resolve(name);
        Ran ran = Ran.of(folder, LIMIT, List.of("cp", "-a", root.toString(), to.toString()));
        assertThat(ran.code()).as(ran.output()).isZero();
        return to;
    }

    @Test
    void changesNothingOnAFullDiskHoweverMuchRoomThereIs() {
        Plan plan = plan("five-hosts");
        rendered("old", plan, Samples.files(plan));
        rendered("new", newer(plan), Samples.files(newer(plan)));
        List<Wanted> old = read("old");
        List<Wanted> fresh = read("new");
        try (SmallVolume volume = SmallVolume.mounted(folder.resolve("volume"), 2)) {
            Path root = folder.resolve("volume/root");
            applied(root, old);
            Map<String, String> before = state(root.resolve("etc"));
            volume.fill();
            Ran full = Ran.of(folder, LIMIT, toProxy(root));
            assertThat(full.code()).isOne();
            assertThat(full.output()).contains("the files could not be written: ", "No space left on device", "Nothing was changed.");

            int refused = 0;
            Throwable trouble = catchThrowable(() -> applied(root, fresh));
            while (trouble != null) {
                assertThat(trouble).isInstanceOf(StackTrouble.class).hasMessageContaining("No space left on device");
                assertThat(state(root.resolve("etc"))).isEqualTo(before);
                refused++;
                volume.makeRoom(PAGE);
                trouble = catchThrowable(() -> applied(root, fresh));
            }
            assertThat(refused).isGreaterThan(2 * fresh.size());
            assertThat(differences(root, fresh)).isEmpty();
            assertThat(state(root.resolve("etc")).keySet()).isEqualTo(before.keySet());
        }
    }

    private static void applied(Path root, List<Wanted> files) {
        new Apply(new HostTree(root), InstantSource.system()).apply(files, differences(root, files), PLAIN);
    }

    private static List<Difference> differences(Path root, List<Wanted> files) {
        return new Apply(new HostTree(root), InstantSource.system()).differences(files);
    }

    @Test
    void tellsSystemdAsRootAndRestartsOnlyWhenToldTo() throws IOException {
        ServerPackages.all();
        Plan plan = plan("five-hosts");
        rendered("old", plan, Samples.files(plan));
        rendered("new", newer(plan), Samples.files(newer(plan)));
        Path calls = folder.resolve("calls");
        Path systemctl = folder.resolve("path/systemctl");
        write(systemctl, "#!/bin/sh\necho \"$*\" >> " + calls + "\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ran copied = Ran.of(folder, LIMIT, List.of("cp", "-a", "/etc", folder.resolve("etc").toString()));
        assertThat(copied.code()).as(copied.output()).isZero();
        Files.createDirectories(folder.resolve("var/nginx"));
        // It watches a log that a machine without sshd does not have.
        Files.deleteIfExists(folder.resolve("etc/fail2ban/jail.d/defaults-debian.conf"));

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
                reload fail2ban.service
                enable --now lotus-audit.timer
                enable --now lotus-certs.timer
                reload nginx.service
                """);
        assertThat(Files.getOwner(folder.resolve("etc/nginx/conf.d/lotus.conf")).getName()).isEqualTo("root");

        Files.delete(calls);
        Ran restarting = onTheHost("systemd", "new", "--restart");
        assertThat(restarting.code()).as(restarting.output()).isZero();
        assertThat(restarting.output()).doesNotContain("still to do");
        assertThat(Files.readString(calls)).contains("reload nginx.service\n", "restart prometheus-node-exporter.service\n");
        assertThat(folder.resolve("etc/default/prometheus-node-exporter")).content().contains("0.1-test");
    }

    private Ran onTheHost(String systemd, String from, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "--propagation", "private", "sh", "-ec", APART, "sh", folder.toString(), systemd));
        command.addAll(apply(folder.resolve("path"), "--from", folder.resolve(from).toString(), "--host", "proxy", "--yes"));
        command.addAll(Arrays.asList(more));
        return Ran.of(folder, LIMIT, command);
    }
}
