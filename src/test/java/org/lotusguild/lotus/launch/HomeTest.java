package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void keepsARecoveryKeyForItsOwnersEyesOnly() throws IOException {
        Home home = new Home(folder);
        assertThat(home.keepRecoveryKey(new Secret("EsTx abcd"))).isTrue();
        assertThat(home.keepRecoveryKey(new Secret("EsTxabcd"))).isTrue();
        assertThat(Files.readString(home.recoveryKeyFile())).isEqualTo("EsTx abcd\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.recoveryKeyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatAnotherRecoveryKeyIsKeptAndLeavesIt() throws IOException {
        Home home = new Home(folder);
        home.keepRecoveryKey(new Secret("EsTx abcd"));
        assertThat(home.keepRecoveryKey(new Secret("EsTx efgh"))).isFalse();
        assertThat(Files.readString(home.recoveryKeyFile())).isEqualTo("EsTx abcd\n");
    }
}
