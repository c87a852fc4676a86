package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** What is written, and what is not. */
class ApplyTest extends ApplyBed {
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
    void namesWhatIsLeftOverOfAnEarlierApply() throws IOException {
        Wanted stays = file("/etc/a.conf", "a\n");
        applied(stays, file("/etc/b.conf", "b\n"));
        place("/etc/by-hand.conf", "not ours\n");
        applied(file("/etc/a.conf", "a 2\n"));
        assertThat(apply().leftOver(List.of(stays))).containsExactly("/etc/b.conf");
        Files.delete(root.resolve("etc/b.conf"));
        assertThat(apply().leftOver(List.of(stays))).isEmpty();
    }
}
