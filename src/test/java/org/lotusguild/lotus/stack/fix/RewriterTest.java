package org.lotusguild.lotus.stack.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.Kind;

/** Files are repaired in folders of servers' users, as root. */
class RewriterTest {
    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rw-------");

    @TempDir
    Path folder;

    @Test
    void givesNothingAwayThatALinkLeadsTo() throws IOException {
        Path like = Files.writeString(folder.resolve("like"), "");
        Files.setPosixFilePermissions(like, PosixFilePermissions.fromString("rw-r--r--"));
        Path other = Files.writeString(folder.resolve("other"), "");
        Files.setPosixFilePermissions(other, CLOSED);
        Path link = Files.createSymbolicLink(folder.resolve("link"), other);
        PosixFileAttributes as = Files.readAttributes(like, PosixFileAttributes.class);
        assertThatIOException().isThrownBy(() -> Rewriter.dressed(link, as));
        assertThat(Files.getPosixFilePermissions(other)).isEqualTo(CLOSED);
        Rewriter.dressed(other, as);
        assertThat(Files.getPosixFilePermissions(other)).isEqualTo(as.permissions());
    }

    @Test
    void saysHowFail2banTakesItsFilesEvenWhereABadJailKeptItFromRunning() throws IOException {
        Path jail = Files.writeString(folder.resolve("a.conf"), "[sshd]\nbantime = 1w\n");
        Change change =
                new Change("a.conf", jail.toString(), Kind.JAIL, "[sshd]\nbantime = 1w\n", "[sshd]\nbantime = 1h\n");
        assertThat(new Rewriter(Fixtures.NOW).write(List.of(change)))
                .singleElement()
                .satisfies(written ->
                        assertThat(written.afterwards()).containsExactly("systemctl reload-or-restart fail2ban"));
    }
}
