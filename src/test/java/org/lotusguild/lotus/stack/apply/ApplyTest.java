package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.tool.Tool;

class ApplyTest {
    private static final Apply.Choice PLAIN = new Apply.Choice(false, false);

    @TempDir
    private Path root;

    private final List<Judge> judges = new ArrayList<>();

    private Apply apply() {
        return new Apply(
                new HostTree(root),
                judges,
                new TestClock(Instant.parse("2026-11-25T03:30:00Z")),
                command -> new Tool.Outcome(0, "", ""));
    }

    private static Wanted file(String path, String text) {
        return new Wanted(
                new Manifest.Entry("0644", "root:root", Manifest.sha256(text), false, Optional.empty(), path), text);
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
        Apply apply = apply();
        return apply.apply(apply.differences(List.of(files)), PLAIN);
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
        Path before = root.resolve("var/lib/lotus/before/2026-11-25T03-30-00Z");
        assertThat(before.resolve("etc/a.conf")).hasContent("old");
        assertThat(before.resolve("ABSENT")).hasContent("/etc/deep/b.conf");
        assertThat(report.open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(apply().differences(List.of(file("/etc/a.conf", "new\n")))).isEmpty();
    }

    @Test
    void changesNothingWhenAProgramRefuses() throws IOException {
        place("/etc/a/a.conf", "old\n");
        judges.add(new Judge(
                "strict", "/etc/a", "", List.of(), stage -> List.of("grep", "-rq", "good", stage.toString()), ""));

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
                ""));
        assertThat(applied(file("/etc/a/a.conf", "new\n")).done()).contains("reader accepts its files");
        assertThat(root.resolve("etc/a/other.conf")).hasContent("include /etc/a/a.conf;");
        assertThat(root.resolve("var/lib/lotus")).isDirectoryNotContaining("glob:**staged*");
    }

    @Test
    void saysWhenNobodyCouldLookAtTheFiles() {
        judges.add(new Judge("absent", "/etc/a", "", List.of(), stage -> List.of("/no/such/program"), ""));
        assertThat(applied(file("/etc/a/a.conf", "new\n")).open())
                .containsExactly("absent is not on this host: nobody looked at its files");
    }

    @Test
    void leavesWorkOfHandsAloneUntilItIsToldOtherwise() throws IOException {
        applied(file("/etc/a.conf", "one\ntwo\n"));
        place("/etc/a.conf", "one\nby hand\ntwo\n");
        Apply apply = apply();
        List<Difference> differences = apply.differences(List.of(file("/etc/a.conf", "one\ntwo\nthree\n")));

        assertThat(differences)
                .singleElement()
                .satisfies(difference -> assertThat(difference.shown())
                        .contains("-by hand", "+three", "# by hand since the last apply: line 2"));
        assertThatThrownBy(() -> apply.apply(differences, PLAIN))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("changed by hand since the last apply: /etc/a.conf");
        assertThat(etc()).isEqualTo(Map.of("/etc/a.conf", "one\nby hand\ntwo\n"));

        apply.apply(differences, new Apply.Choice(true, false));
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
    void leavesWholeFilesWhereverItIsKilledAndGoesOnFromThere() throws IOException {
        List<Wanted> files =
                List.of(file("/etc/a.conf", "new a\n"), file("/etc/b.conf", "new b\n"), file("/etc/c.conf", "new c\n"));
        for (int fatal = 1; fatal <= 6; fatal++) {
            place("/etc/a.conf", "old a\n");
            place("/etc/b.conf", "old b\n");
            Files.deleteIfExists(root.resolve("etc/c.conf"));
            killed(files, fatal);

            assertThat(Files.readString(root.resolve("etc/a.conf"))).isIn("old a\n", "new a\n");
            assertThat(Files.readString(root.resolve("etc/b.conf"))).isIn("old b\n", "new b\n");

            Apply again = apply();
            Files.walk(root.resolve("var/lib/lotus/before"))
                    .sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
            again.apply(again.differences(files), new Apply.Choice(true, false));
            assertThat(etc())
                    .isEqualTo(Map.of("/etc/a.conf", "new a\n", "/etc/b.conf", "new b\n", "/etc/c.conf", "new c\n"));
        }
    }

    private void killed(List<Wanted> files, int fatal) throws IOException {
        int[] step = {0};
        HostTree tree = new HostTree(root);
        Installer installer = new Installer(tree, () -> {
            if (++step[0] == fatal) {
                throw new Killed();
            }
        });
        List<Difference> differences = apply().differences(files);
        installer.backUp(differences, root.resolve("var/lib/lotus/before/killed-" + fatal));
        assertThatThrownBy(() -> installer.install(differences)).isInstanceOf(Killed.class);
    }

    /** Nothing that the program could catch and tidy up after. */
    private static final class Killed extends Error {}

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
}
