package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.tool.Tool;

class ApplyTest {
    private static final Apply.Choice PLAIN = new Apply.Choice(false, false, Optional.empty());
    private static final Apply.Choice RESTARTING = new Apply.Choice(false, true, Optional.empty());

    @TempDir
    private Path root;

    private final List<Judge> judges = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Optional<String> noServices = Optional.of("a tree of files has no services");
    private Predicate<String> fails = command -> false;
    private final Map<String, String> runs = new TreeMap<>();
    private final Set<String> inactive = new HashSet<>();
    private boolean systemdSays = true;
    private final TestClock clock = new TestClock(Instant.parse("2026-11-25T03:30:00Z"));
    private Disk.Step beforeStep = () -> {};

    private Apply apply() {
        Services services = new Services(
                noServices,
                command -> {
                    String words = String.join(" ", command);
                    told.add(words);
                    return new Tool.Outcome(fails.test(words) ? 5 : 0, "", "no such unit");
                },
                unit -> systemdSays
                        ? Optional.of(new Services.Run(runs.getOrDefault(unit, ""), !inactive.contains(unit)))
                        : Optional.empty());
        return new Apply(new HostTree(root), judges, clock, services, new Disk(() -> beforeStep.run()));
    }

    private static Wanted file(String path, String text) {
        return new Wanted(
                new Manifest.Entry("0644", "root:root", Manifest.sha256(text), false, Optional.empty(), path), text);
    }

    private static Wanted unit(String path, String text, String unit) {
        return new Wanted(
                new Manifest.Entry("0644", "root:root", Manifest.sha256(text), false, Optional.of(unit), path), text);
    }

    private static Wanted secret(String path, String text) {
        return new Wanted(
                new Manifest.Entry(
                        "0640", "root:root", Manifest.sha256(text), true, Optional.of("coturn.service"), path),
                text);
    }

    private Path place(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    private Apply.Report applied(Wanted... files) {
        return applied(PLAIN, files);
    }

    private Apply.Report applied(Apply.Choice choice, Wanted... files) {
        Apply apply = apply();
        return apply.apply(List.of(files), apply.differences(List.of(files)), choice);
    }

    /** All files below {@code /etc} and what is in them. */
    private Map<String, String> etc() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Path etc = root.resolve("etc");
        if (Files.exists(etc)) {
            try (Stream<Path> all = Files.walk(etc)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    texts.put("/" + root.relativize(file), Files.readString(file));
                }
            }
        }
        return texts;
    }

    @Test
    void writesFilesWithTheirModesAndKeepsWhatWasThere() throws IOException {
        place("/etc/a.conf", "old\n");

        Apply.Report report = applied(file("/etc/a.conf", "new\n"), secret("/etc/deep/b.conf", "key=x\n"));

        assertThat(etc()).isEqualTo(Map.of("/etc/a.conf", "new\n", "/etc/deep/b.conf", "key=x\n"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("etc/deep/b.conf"))))
                .isEqualTo("rw-r-----");
        Path before = root.resolve("var/lib/lotus-apply/before/2026-11-25T03-30-00Z");
        assertThat(before.resolve("etc/a.conf")).hasContent("old");
        assertThat(before.resolve("ABSENT")).hasContent("/etc/deep/b.conf");
        assertThat(report.open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(apply().differences(List.of(file("/etc/a.conf", "new\n")))).isEmpty();
    }

    @Test
    void changesNothingWhenAProgramRefuses() throws IOException {
        place("/etc/a/a.conf", "old\n");
        judges.add(new Judge(
                "strict",
                "/etc/a",
                "",
                List.of(),
                stage -> List.of("grep", "-rq", "good", stage.toString()),
                Judge.saying("")));

        assertThatThrownBy(() -> applied(file("/etc/a/a.conf", "bad\n"), file("/etc/b.conf", "new\n")))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("strict refuses its files");
        assertThat(etc()).isEqualTo(Map.of("/etc/a/a.conf", "old\n"));

        applied(file("/etc/a/a.conf", "good\n"));
        assertThat(etc()).isEqualTo(Map.of("/etc/a/a.conf", "good\n"));
    }

    @Test
    void showsAProgramItsFilesInACopyThatLeadsIntoItself() throws IOException {
        place("/etc/a/other.conf", "include /etc/a/a.conf;\n");
        judges.add(new Judge(
                "reader",
                "/etc/a",
                "",
                List.of(),
                stage -> List.of(
                        "grep",
                        "-q",
                        "include " + stage + "/a.conf;",
                        stage.resolve("other.conf").toString()),
                Judge.saying("")));
        assertThat(applied(file("/etc/a/a.conf", "new\n")).done()).contains("reader accepts its files");
        assertThat(root.resolve("etc/a/other.conf")).hasContent("include /etc/a/a.conf;");
        assertThat(root.resolve("var/lib/lotus-apply")).isDirectoryNotContaining("glob:**staged*");
    }

    @Test
    void saysWhenNobodyCouldLookAtTheFiles() {
        judges.add(
                new Judge("absent", "/etc/a", "", List.of(), stage -> List.of("/no/such/program"), Judge.saying("")));
        assertThat(applied(file("/etc/a/a.conf", "new\n")).open())
                .containsExactly("absent is not on this host: nobody looked at its files");
    }

    @Test
    void leavesWorkOfHandsAloneUntilItIsToldOtherwise() throws IOException {
        applied(file("/etc/a.conf", "one\ntwo\n"));
        place("/etc/a.conf", "one\nby hand\ntwo\n");
        Apply apply = apply();
        List<Wanted> files = List.of(file("/etc/a.conf", "one\ntwo\nthree\n"));
        List<Difference> differences = apply.differences(files);

        assertThat(differences)
                .singleElement()
                .satisfies(difference -> assertThat(difference.shown())
                        .contains("-<secret, 7 signs>", "+three", "# by hand since the last apply: line 2"));
        assertThatThrownBy(() -> apply.apply(files, differences, PLAIN))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("changed by hand since the last apply: /etc/a.conf");
        assertThat(etc()).isEqualTo(Map.of("/etc/a.conf", "one\nby hand\ntwo\n"));

        apply.apply(files, differences, new Apply.Choice(true, false, Optional.empty()));
        assertThat(etc()).isEqualTo(Map.of("/etc/a.conf", "one\ntwo\nthree\n"));
    }

    @Test
    void neverShowsASecretOfEitherSide() throws IOException {
        place("/etc/t.conf", "# old hunter2\nstatic-auth-secret=hunter2\nhost:5432:db:user:hunter2\nrealm=a\n");
        assertThat(apply().differences(List.of(secret("/etc/t.conf", "static-auth-secret=fake-new\nrealm=a\n"))))
                .singleElement()
                .satisfies(difference -> assertThat(String.join("\n", difference.shown()))
                        .contains("-static-auth-secret=<secret, 7 signs>", "+static-auth-secret=<secret, 8 signs>")
                        .doesNotContain("hunter2", "fake-new"));
    }

    @Test
    void showsOfAStrangersFileNamesOnly() throws IOException {
        place("/etc/h.yaml", "url: https://example.org\nform_secret: hunter2\nkeys:\n  abc: |\n    hunter3\nport: 1\n");
        assertThat(apply().differences(List.of(file("/etc/h.yaml", "url: https://example.org\nport: 2\n"))))
                .singleElement()
                .satisfies(difference -> assertThat(difference.shown())
                        .contains(" url: https://example.org", "-form_secret: <secret, 7 signs>", "+port: 2")
                        .noneMatch(line -> line.contains("hunter")));
    }

    @Test
    void showsOfAFileThatItWroteWhatGoesAndWhatComes() {
        applied(file("/etc/a.conf", "one\ntwo\n"));
        assertThat(apply().differences(List.of(file("/etc/a.conf", "one\nthree\n"))))
                .singleElement()
                .satisfies(difference -> assertThat(difference.shown()).contains("-two", "+three"));
    }

    @Test
    void masksASecretThatLooksLikeTheHeadOfADiff() throws IOException {
        place("/etc/t.conf", "-- hunter2\n@@ hunter3\nlast");
        assertThat(apply().differences(List.of(secret("/etc/t.conf", "++ fake-new\n"))))
                .singleElement()
                .satisfies(difference -> assertThat(String.join("\n", difference.shown()))
                        .startsWith("--- /etc/t.conf\n+++ /etc/t.conf (rendered)\n@@ -1,3 +1,1 @@\n")
                        .contains("\n-<secret, 10 signs>", "\n+<secret, 11 signs>", "\n\\ No newline")
                        .doesNotContain("hunter", "fake-new"));
    }

    @Test
    void changesNothingWhenThereIsNoPlaceToWrite() throws IOException {
        place("/etc/a.conf", "old\n");
        place("/etc/full", "a file where a folder should be\n");
        Map<String, String> before = etc();
        assertThatThrownBy(() -> applied(file("/etc/a.conf", "new\n"), file("/etc/full/b.conf", "new\n")))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("could not be written");
        assertThat(etc()).isEqualTo(before);
    }

    @Test
    void tellsServicesAndRestartsThemOnlyWhenToldTo() {
        noServices = Optional.empty();
        Wanted page = unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service");
        Apply.Report plain = applied(page, secret("/etc/turnserver.conf", "key=x\n"));
        assertThat(told).containsExactly("systemctl reload-or-restart nginx.service");
        assertThat(plain.open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(plain.failed()).isFalse();

        told.clear();
        Apply.Report restarting = applied(RESTARTING, page, secret("/etc/turnserver.conf", "key=y\n"));
        assertThat(told).containsExactly("systemctl restart coturn.service");
        assertThat(restarting.open()).isEmpty();
    }

    @Test
    void saysWhenAServiceDidNotDoWhatItWasTold() {
        noServices = Optional.empty();
        fails = command -> true;
        Apply.Report report = applied(unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service"));
        assertThat(report.failed()).isTrue();
        assertThat(report.open()).containsExactly("systemctl reload-or-restart nginx.service   (failed: no such unit)");
    }

    @Test
    void reloadsAgainUntilItWorkedAndTellsNobodyElse() {
        noServices = Optional.empty();
        fails = command -> command.contains("reload-or-restart nginx");
        Wanted[] files = {
            unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service"),
            unit("/etc/prometheus/rules/lotus.yml", "b\n", "prometheus.service")
        };
        assertThat(applied(files).failed()).isTrue();
        told.clear();
        assertThat(applied(files).failed()).isTrue();
        assertThat(told).containsExactly("systemctl reload-or-restart nginx.service");
        assertThat(apply().brokenOff()).isTrue();

        told.clear();
        fails = command -> false;
        assertThat(applied(files).done()).containsExactly("systemctl reload-or-restart nginx.service");
        assertThat(apply().brokenOff()).isFalse();
        assertThat(applied(files).done()).isEmpty();
        assertThat(told).containsExactly("systemctl reload-or-restart nginx.service");
    }

    @Test
    void keepsARestartThatFailedInMindUntilItIsAllowedAgain() {
        noServices = Optional.empty();
        fails = command -> true;
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        assertThat(applied(RESTARTING, turn).failed()).isTrue();

        fails = command -> false;
        told.clear();
        assertThat(applied(turn).open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(told).isEmpty();
        assertThat(applied(RESTARTING, turn).open()).isEmpty();
        assertThat(told).containsExactly("systemctl restart coturn.service");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void tellsOfARestartUntilTheServiceHasStartedAnew() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        String restart = "systemctl restart coturn.service   (its files changed)";
        assertThat(applied(turn).open()).containsExactly(restart);
        assertThat(apply().brokenOff()).isTrue();
        assertThat(applied(turn).open()).containsExactly(restart);
        assertThat(told).isEmpty();

        runs.put("coturn.service", "second");
        assertThat(apply().brokenOff()).isFalse();
        assertThat(applied(turn).open()).isEmpty();
    }

    @Test
    void restartsWhatNobodyAllowedBefore() {
        noServices = Optional.empty();
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        Wanted page = unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service");
        applied(turn);
        applied(turn, page);
        told.clear();
        assertThat(applied(RESTARTING, turn, page).done()).containsExactly("systemctl restart coturn.service");
        assertThat(told).containsExactly("systemctl restart coturn.service");
        assertThat(apply().brokenOff()).isFalse();
        assertThat(applied(RESTARTING, turn, page).done()).isEmpty();
    }

    @Test
    void asksForTheRestartAgainWhenTheFileChangedSinceTheLast() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        applied(secret("/etc/turnserver.conf", "key=x\n"));
        runs.put("coturn.service", "second");
        applied(secret("/etc/turnserver.conf", "key=y\n"));
        assertThat(apply().brokenOff()).isTrue();
    }

    @Test
    void restartsNothingOfOtherRoles() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        Wanted calls = unit("/etc/livekit.yaml", "port: 1\n", "livekit-server.service");
        applied(turn);
        told.clear();

        List<Wanted> all = List.of(turn, calls);
        Apply apply = apply();
        Apply.Report report = apply.apply(
                all, apply.differences(List.of(calls)), new Apply.Choice(false, true, Optional.of(Role.SFU)));
        assertThat(told).containsExactly("systemctl restart livekit-server.service");
        assertThat(report.open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(apply().brokenOff()).isTrue();

        runs.put("coturn.service", "second");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void tellsOfARestartWhileTheServiceOnlyTriesToStart() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        applied(turn);
        runs.put("coturn.service", "second");
        inactive.add("coturn.service");
        assertThat(apply().brokenOff()).isTrue();
        assertThat(applied(turn).open()).containsExactly("systemctl restart coturn.service   (its files changed)");

        inactive.clear();
        assertThat(apply().brokenOff()).as("this run came to its work").isFalse();
    }

    @Test
    void tellsOfARestartWhileSystemdDoesNotSayHowTheServiceIs() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        applied(turn);
        systemdSays = false;
        assertThat(applied(turn).open()).hasSize(1);
        systemdSays = true;
        assertThat(apply().brokenOff()).isTrue();
        runs.put("coturn.service", "second");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void tellsOfARestartWhoseServiceSystemdDidNotKnowYet() {
        noServices = Optional.empty();
        systemdSays = false;
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        applied(turn);
        systemdSays = true;
        runs.put("coturn.service", "of whatever age");
        assertThat(applied(turn).open()).hasSize(1);
        runs.put("coturn.service", "next");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void readsWhatSystemdSaysOfARun() {
        assertThat(Services.Run.of(new Tool.Outcome(0, "ActiveState=active\nInvocationID=1f\n", "")))
                .contains(new Services.Run("1f", true));
        assertThat(Services.Run.of(new Tool.Outcome(0, "InvocationID=\nActiveState=failed\n", "")))
                .contains(new Services.Run("", false));
        assertThat(Services.Run.of(new Tool.Outcome(1, "", "Failed to connect to bus")))
                .isEmpty();
    }

    @Test
    void tellsOnceWhatIsLeftToAPersonWhereNoServicesAre() {
        assertThat(applied(unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service"))
                        .open())
                .hasSize(1);
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void writesOverNothingThatChangedSinceItWasShown() throws IOException {
        place("/etc/a.conf", "old\n");
        Apply apply = apply();
        List<Wanted> files = List.of(file("/etc/a.conf", "new\n"), file("/etc/b.conf", "new\n"));
        List<Difference> differences = apply.differences(files);
        place("/etc/b.conf", "by somebody, while the question stood\n");
        Map<String, String> before = etc();
        assertThatThrownBy(() -> apply.apply(files, differences, new Apply.Choice(true, false, Optional.empty())))
                .isInstanceOf(StackTrouble.class)
                .hasMessage("changed since it was shown: /etc/b.conf");
        assertThat(etc()).isEqualTo(before);
    }

    @Test
    void makesAFileOfALinkSaysSoAndLeavesAloneWhatItLeadsTo() throws IOException {
        Path others = place("/srv/shared.conf", "of others\n");
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/a.conf"), others);
        assertThat(applied(file("/etc/a.conf", "new\n")).done())
                .contains("/etc/a.conf was a link to " + others
                        + ", which stays as it is; there is a file of its own now");
        assertThat(root.resolve("etc/a.conf")).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(root.resolve("etc/a.conf"))).isFalse();
        assertThat(others).hasContent("of others");
        assertThat(Files.readSymbolicLink(root.resolve("var/lib/lotus-apply/before/2026-11-25T03-30-00Z/etc/a.conf")))
                .isEqualTo(others);
    }

    @Test
    void putsLinksBackWhenTheDiskFails() throws IOException {
        Path place = Files.createDirectories(root.resolve("etc")).resolve("a.conf");
        Files.createSymbolicLink(place, Path.of("nowhere"));
        beforeStep = () -> {
            if (Files.isRegularFile(place)) {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> applied(file("/etc/a.conf", "new\n"), file("/etc/b.conf", "new\n")))
                .hasMessageContaining("No space left on device");
        assertThat(Files.readSymbolicLink(place)).isEqualTo(Path.of("nowhere"));
        assertThat(root.resolve("etc/b.conf")).doesNotExist();
    }

    @Test
    void givesNoModeThroughALinkThatTookAFilesPlace() throws IOException {
        Path others = place("/srv/secret", "of others\n");
        Path fresh = root.resolve("etc/a.conf.lotus-new");
        beforeStep = () -> {
            if (Files.isRegularFile(fresh) && Files.size(fresh) > 0) {
                Files.delete(fresh);
                Files.createSymbolicLink(fresh, others);
            }
        };
        assertThatThrownBy(() -> applied(secret("/etc/a.conf", "key=x\n"))).isInstanceOf(StackTrouble.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(others)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void takesFoldersAwayThatItMadeInVain() throws IOException {
        place("/etc/full", "a file where a folder should be\n");
        assertThatThrownBy(() -> applied(
                        file("/etc/deep/er/a.conf", "new\n"),
                        file("/etc/deep/b.conf", "new\n"),
                        file("/etc/full/c.conf", "new\n")))
                .hasMessageContaining("could not be written");
        assertThat(root.resolve("etc")).isDirectoryNotContaining("glob:**/deep");
    }

    @Test
    void keepsWhatWasThereTheFirstTimeAndTheLastTen() throws IOException {
        place("/etc/a.conf", "of the admin\n");
        for (int i = 0; i < 13; i++) {
            clock.advance(Duration.ofSeconds(1));
            applied(file("/etc/a.conf", "key " + i + "\n"));
        }
        Path before = root.resolve("var/lib/lotus-apply/before");
        try (Stream<Path> copies = Files.list(before)) {
            assertThat(copies.map(copy -> String.valueOf(copy.getFileName())))
                    .hasSize(11)
                    .contains("2026-11-25T03-30-01Z", "2026-11-25T03-30-04Z", "2026-11-25T03-30-13Z")
                    .doesNotContain("2026-11-25T03-30-02Z", "2026-11-25T03-30-03Z");
        }
        assertThat(before.resolve("2026-11-25T03-30-01Z/etc/a.conf")).hasContent("of the admin");
        assertThat(before.resolve("2026-11-25T03-30-13Z/etc/a.conf")).hasContent("key 11");
    }

    @Test
    void refusesToRestartWhereNoServicesAre() throws IOException {
        noServices = Optional.of("systemd does not run on this machine");
        assertThatThrownBy(() -> applied(RESTARTING, secret("/etc/turnserver.conf", "key=x\n")))
                .isInstanceOf(StackTrouble.class)
                .hasMessage("--restart: systemd does not run on this machine");
        assertThat(etc()).isEmpty();
    }

    @Test
    void readsBackWhatTheKernelDidNotTake() throws IOException {
        noServices = Optional.empty();
        place("/proc/sys/net/ipv4/udp_mem", "1\t2\t3\n");
        place("/proc/sys/net/core/rmem_max", "212992\n");
        Apply.Report report = applied(unit(
                "/etc/sysctl.d/99-lotus.conf",
                "# ours\nnet.ipv4.udp_mem = 1 2 3\nnet.core.rmem_max = 26214400\nnet.core.no_such=1\n",
                "systemd-sysctl.service"));
        assertThat(told).containsExactly("systemctl restart systemd-sysctl.service");
        assertThat(report.open())
                .containsExactly(
                        "net.core.rmem_max is 212992 and not 26214400: the machine around a container sets it",
                        "net.core.no_such is not there: the machine around a container sets it");
    }

    @Test
    void namesWhatIsLeftOverOfAnEarlierApply() throws IOException {
        Wanted stays = file("/etc/a.conf", "a\n");
        applied(stays, file("/etc/b.conf", "b\n"));
        place("/etc/by-hand.conf", "not ours\n");
        applied(file("/etc/a.conf", "a 2\n"));
        assertThat(apply().leftOver(List.of(stays))).containsExactly("/etc/b.conf");
        Files.delete(root.resolve("etc/b.conf"));
        assertThat(apply().leftOver(List.of(stays))).isEmpty();
    }

    @Test
    void letsNobodyElseApplyMeanwhile() throws IOException {
        try (ApplyLock held = ApplyLock.take(root.resolve("var/lib/lotus-apply"))) {
            assertThatThrownBy(() -> applied(file("/etc/a.conf", "new\n")))
                    .isInstanceOf(StackTrouble.class)
                    .hasMessage("another lotus apply is at work on this host");
        }
        applied(file("/etc/a.conf", "new\n"));
        assertThat(etc()).isEqualTo(Map.of("/etc/a.conf", "new\n"));
    }

    @Test
    void believesNothingThatOthersCouldHavePutIntoItsFolder() throws IOException {
        Path planted = place("/var/lib/lotus-apply/under-way.json", "[\"/etc/a.conf\"]");
        Files.setPosixFilePermissions(planted.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> applied(file("/etc/a.conf", "new\n")))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("others than its owner may write in ");
        assertThat(etc()).isEmpty();
        assertThat(planted).hasContent("[\"/etc/a.conf\"]");
    }

    @Test
    void takesNoLockThroughALink() throws IOException {
        applied(file("/etc/a.conf", "old\n"));
        Path lock = root.resolve("var/lib/lotus-apply/apply.lock");
        Files.delete(lock);
        Files.createSymbolicLink(lock, root.resolve("etc/nologin"));
        assertThatThrownBy(() -> applied(file("/etc/a.conf", "new\n"))).isInstanceOf(StackTrouble.class);
        assertThat(etc()).isEqualTo(Map.of("/etc/a.conf", "old\n"));
    }

    @Test
    void keepsNothingInTheHomeOfLotus() {
        applied(file("/etc/a.conf", "new\n"));
        assertThat(root.resolve("var/lib/lotus")).doesNotExist();
    }
}
