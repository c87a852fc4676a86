package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.plan.StackTrouble;

class FoldersTest {
    @TempDir
    private Path parent;

    private String me = "";

    @BeforeEach
    void whoami() throws IOException {
        me = Files.getOwner(parent).getName();
    }

    private static String mode(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }

    @Test
    void makesAFolderThatNobodyElseMayEnterAndTakesItAgain() throws IOException {
        Path own = parent.resolve("lib/own");
        Folders.own(own, me);
        Folders.own(own, me);
        assertThat(mode(own)).isEqualTo("rwx------");
        assertThat(mode(parent.resolve("lib"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void refusesAnotherUsersFolder() throws IOException {
        Path own = Files.createDirectory(parent.resolve("own"));
        assertThatThrownBy(() -> Folders.own(own, "not-" + me))
                .isInstanceOf(StackTrouble.class)
                .hasMessage(own + " belongs to " + me + ": what apply remembers there cannot be trusted");
    }

    @Test
    void refusesALinkEvenToAFolderOfItsOwn() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("elsewhere"));
        Path own = Files.createSymbolicLink(parent.resolve("own"), folder);
        assertThatThrownBy(() -> Folders.own(own, me))
                .isInstanceOf(StackTrouble.class)
                .hasMessageStartingWith(own + " is a link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx---rwx", "rwx----w-"})
    void refusesAFolderThatOthersMayWriteIn(String mode) throws IOException {
        Path own = Files.createDirectory(parent.resolve("own"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> Folders.own(own, me))
                .isInstanceOf(StackTrouble.class)
                .hasMessageStartingWith("others than its owner may write in " + own);
    }
}
