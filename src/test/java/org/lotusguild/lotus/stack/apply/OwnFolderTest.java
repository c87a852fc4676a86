package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** The folder {@code /var/lib/lotus-apply}: copies of what was there, and the lock. */
class OwnFolderTest extends ApplyBed {
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

    @Test
    void neverForgetsWhatAFileWasBeforeAnyApply() throws IOException {
        applied(file("/etc/a.conf", "key\n"));
        clock.advance(Duration.ofSeconds(1));
        place("/etc/b.conf", "of the admin\n");
        applied(file("/etc/a.conf", "other key\n"), file("/etc/b.conf", "first\n"), file("/etc/c.conf", "first\n"));
        for (int i = 0; i < 13; i++) {
            clock.advance(Duration.ofSeconds(1));
            applied(file("/etc/b.conf", "key " + i + "\n"), file("/etc/c.conf", "key " + i + "\n"));
        }
        Path before = root.resolve("var/lib/lotus-apply/before");
        try (Stream<Path> copies = Files.list(before)) {
            assertThat(copies).hasSize(12);
        }
        Path second = before.resolve("2026-11-25T03-30-01Z");
        assertThat(second.resolve("etc/b.conf")).hasContent("of the admin");
        assertThat(second.resolve("etc/a.conf")).as("is ours, and of long ago").doesNotExist();
        assertThat(second.resolve("ABSENT")).as("nor was it there").hasContent("/etc/c.conf");
    }

    @Test
    void keepsTheOrderOfAppliesWhenTheClockIsPutBack() throws IOException {
        place("/etc/a.conf", "of the admin\n");
        applied(file("/etc/a.conf", "key\n"));
        for (int i = 0; i < 13; i++) {
            clock.advance(Duration.ofHours(-1));
            applied(file("/etc/a.conf", "key " + i + "\n"));
        }
        Path before = root.resolve("var/lib/lotus-apply/before");
        assertThat(before.resolve("2026-11-25T03-30-00Z/etc/a.conf")).hasContent("of the admin");
        assertThat(before.resolve("2026-11-25T03-30-00Z+000013/etc/a.conf")).hasContent("key 11");
        assertThat(before.resolve("2026-11-25T03-30-00Z+000001")).doesNotExist();

        clock.advance(Duration.ofHours(14));
        applied(file("/etc/a.conf", "the last\n"));
        assertThat(before.resolve("2026-11-25T04-30-00Z/etc/a.conf")).hasContent("key 12");
    }

    @Test
    void takesNoCopyForTheFirstOfAnApplyThatEndedBeforeAllCopiesWereMade() throws IOException {
        Path half = place("/var/lib/lotus-apply/before/2026-11-25T03-29-00Z/etc/a.conf", "of the ad");
        Files.setPosixFilePermissions(
                root.resolve("var/lib/lotus-apply"), PosixFilePermissions.fromString("rwx------"));
        place("/etc/a.conf", "of the admin\n");
        for (int i = 0; i < 13; i++) {
            clock.advance(Duration.ofSeconds(1));
            applied(file("/etc/a.conf", "key " + i + "\n"));
        }
        assertThat(half).doesNotExist();
        assertThat(root.resolve("var/lib/lotus-apply/before/2026-11-25T03-30-01Z/etc/a.conf"))
                .hasContent("of the admin");
    }
}
