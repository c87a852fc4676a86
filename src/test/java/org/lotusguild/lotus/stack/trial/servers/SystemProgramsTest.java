package org.lotusguild.lotus.stack.trial.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.trial.Progress;
import org.lotusguild.lotus.stack.trial.TrialException;

final class SystemProgramsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"nginx, nginx", "turnserver, coturn", "redis-server, redis-server"})
    void saysWhatToInstallWhereNothingIs(String program, String from) {
        assertThatThrownBy(() -> empty().program(program, from))
                .isInstanceOf(TrialException.class)
                .hasMessage("This needs the program " + program + ", which is not on this machine")
                .asInstanceOf(type(TrialException.class))
                .extracting(TrialException::remedy)
                .asString()
                .contains("apt install " + from)
                .contains("dnf install " + from);
    }

    @Test
    void saysWhatToInstallForTheDatabaseAndForCalls() {
        assertThatThrownBy(() -> empty().postgres())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("program postgres")
                .asInstanceOf(type(TrialException.class))
                .extracting(TrialException::remedy)
                .asString()
                .contains("apt install postgresql;");
        assertThatThrownBy(() -> new LiveKitProgram(
                                empty(), folder, InstantSource.system(), Pause.real(), Progress.silent())
                        .file())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("livekit-server")
                .asInstanceOf(type(TrialException.class))
                .extracting(TrialException::remedy)
                .asString()
                .contains("install Go");
    }

    @Test
    void findsWhatIsThereAndInstallsWhatIsNotWhereItMay() throws IOException {
        program("nginx", "exit 0");
        program(
                "apt-get",
                "for last; do :; done; printf '#!/bin/sh\\n' > " + folder.resolve("turnserver") + "; chmod +x "
                        + folder.resolve("turnserver") + "; echo \"$last\" > " + folder.resolve("asked"));
        SystemPrograms programs = new SystemPrograms(installed(), true, Progress.silent());
        assertThat(programs.program("nginx", "nginx")).isEqualTo(folder.resolve("nginx"));
        assertThat(folder.resolve("asked")).doesNotExist();
        assertThat(programs.program("turnserver", "coturn")).isEqualTo(folder.resolve("turnserver"));
        assertThat(folder.resolve("asked")).hasContent("coturn");
    }

    @Test
    void tellsWhyAPackageWasNotInstalled() throws IOException {
        program("apt-get", "echo 'E: Unable to locate package coturn'; exit 100");
        assertThatThrownBy(
                        () -> new SystemPrograms(installed(), true, Progress.silent()).program("turnserver", "coturn"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("Unable to locate package coturn");
    }

    /** A container of Debian's, sysvinit or a chroot without a policy, one that lets services start, and systemd. */
    @Test
    void installsOnlyWherePackagesAreForbiddenToStartAnything() throws IOException {
        Path none = folder.resolve("none");
        program("denies", "exit 101");
        program("allows", "exit 0");
        program("asks", "[ \"$2\" = start ] && exit 104");
        Path silent = Files.writeString(folder.resolve("not-executable"), "#!/bin/sh\nexit 101\n");
        assertThat(SystemPrograms.startsNothing(none, folder.resolve("denies"))).isTrue();
        assertThat(SystemPrograms.startsNothing(none, none)).isFalse();
        assertThat(SystemPrograms.startsNothing(none, folder.resolve("allows"))).isFalse();
        assertThat(SystemPrograms.startsNothing(none, folder.resolve("asks"))).isFalse();
        assertThat(SystemPrograms.startsNothing(none, silent)).isFalse();
        assertThat(SystemPrograms.startsNothing(folder, folder.resolve("denies")))
                .isFalse();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private SystemPrograms empty() {
        return new SystemPrograms(
                new Installed(List.of(folder), folder.resolve("none"), List.of()), false, Progress.silent());
    }

    private Installed installed() {
        return new Installed(List.of(folder), folder.resolve("none"), List.of());
    }
}
