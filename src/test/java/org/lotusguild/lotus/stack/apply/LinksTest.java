package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** Links in the place of files. */
class LinksTest extends ApplyBed {
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
}
