package org.lotusguild.lotus.stack.trial.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.trial.Progress;
import org.lotusguild.lotus.stack.trial.Trial;

final class ServersTest {
    @TempDir
    private Path folder;

    private Trial.World world() {
        return new Trial.World(
                name -> name.equals("PATH") ? Optional.of(folder.toString()) : Optional.empty(),
                new PlainCaller(),
                new SecureRandom(),
                InstantSource.system(),
                Pause.real(),
                Progress.silent());
    }

    @Test
    void remembersNothingOfAHomeWhoseSecretsGitRefuses() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve(".git"), "gitdir: /nowhere\n");
        Path program = Files.writeString(folder.resolve("turnserver"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        Wanted turn = new Wanted(false, true, false, false, 0);
        assertThatThrownBy(() -> Servers.of(home, turn, world(), () -> {
                    throw new IllegalStateException("not yet");
                }))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("git");
        assertThat(home.resolve("servers.json")).doesNotExist();
    }
}
