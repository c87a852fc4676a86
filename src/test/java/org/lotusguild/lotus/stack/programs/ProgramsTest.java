package org.lotusguild.lotus.stack.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Told;

/** Programs are found, run on their files and ended; here scripts stand in their places. */
class ProgramsTest {
    @TempDir
    private Path folder;

    private Path programs;
    private Path files;

    @BeforeEach
    void rooms() throws IOException {
        programs = Files.createDirectory(folder.resolve("bin"));
        files = Files.createDirectory(folder.resolve("etc"));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<ProgramRun> runs(Told told) throws IOException {
        Installed installed = new Installed(List.of(programs), folder.resolve("none"), List.of());
        return new Programs(installed).run(Fixtures.facts(told, files));
    }

    @Test
    void runsWhatIsInstalledOnItsFiles() throws IOException {
        Files.writeString(files.resolve("livekit.yaml"), "port: 7880\nrtc: {}\n");
        program("livekit-server", "echo \"could not parse config: $*\"");
        assertThat(runs(Told.nothing())).singleElement().satisfies(run -> {
            assertThat(run.judge()).isEqualTo(Judge.LIVEKIT);
            assertThat(run.file()).isEqualTo("livekit.yaml");
            assertThat(run.exit()).contains(0);
            assertThat(run.output()).contains("--config " + files.resolve("livekit.yaml") + " ports");
        });
    }

    @Test
    void leavesOutWhatIsNotInstalled() throws IOException {
        Files.writeString(files.resolve("livekit.yaml"), "port: 7880\nrtc: {}\n");
        Files.writeString(files.resolve("homeserver.yaml"), "server_name: example.org\nlisteners: []\n");
        program("python3", "echo \"python3: Error while finding module: No module named 'synapse'\" >&2; exit 1");
        assertThat(runs(Told.nothing())).isEmpty();
    }

    @Test
    void asksSynapseWithAllItsFilesInOrder() throws IOException {
        Files.writeString(files.resolve("homeserver.yaml"), "server_name: example.org\nlisteners: []\n");
        Files.createDirectory(files.resolve("conf.d"));
        Files.writeString(files.resolve("conf.d/a.yaml"), "report_stats: false\nserver_name: example.org\n");
        program("python3", "echo \"$@\"; echo 'no such key' >&2; exit 1");
        assertThat(runs(Told.nothing())).singleElement().satisfies(run -> {
            assertThat(run.output())
                    .startsWith("-m synapse.config -c " + files.resolve("homeserver.yaml") + " -c "
                            + files.resolve("conf.d/a.yaml"));
            assertThat(run.well()).isFalse();
            assertThat(run.lastLine()).isEqualTo("no such key");
        });
    }

    @Test
    void startsTheTurnServerOnLoopbackAndEndsIt() throws IOException {
        Files.writeString(
                files.resolve("turnserver.conf"),
                "listening-port=3478\nexternal-ip=192.0.2.1\nlog-file=/var/log/turn.log\nstale_nonce\nuse-auth-secret\n");
        program("turnserver", "cat $2; echo $$ > " + folder.resolve("pid") + "; exec sleep 60");
        assertThat(runs(Told.nothing())).singleElement().satisfies(run -> {
            assertThat(run.exit()).isEmpty();
            assertThat(run.lines())
                    .contains("stale_nonce", "use-auth-secret", "listening-ip=127.0.0.1", "log-file=stdout")
                    .doesNotContain("listening-port=3478", "external-ip=192.0.2.1", "log-file=/var/log/turn.log");
            assertThat(run.command()).isEqualTo("turnserver -c turnserver.conf");
        });
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    /** What a kill of Lotus would leave: nobody but the command itself ends it. */
    @Test
    void theTurnServerEndsAlsoWhereNobodyIsLeftToEndIt() {
        assertThat(TurnTrial.command("turnserver", List.of("use-auth-secret"), folder))
                .startsWith("/usr/bin/timeout", "-k", "1", "10", "turnserver", "-c");
    }

    @Test
    void putsBareServersOfNginxIntoOneFrame() throws IOException {
        Files.writeString(files.resolve("a.conf"), "server { listen 80; server_name a.example.org; }\n");
        Files.writeString(files.resolve("b.conf"), "server { listen 80; server_name b.example.org; }\n");
        program("nginx", "cat $5");
        assertThat(runs(Told.nothing()))
                .singleElement()
                .satisfies(run -> assertThat(run.output())
                        .contains("include \"" + files.resolve("a.conf") + "\";")
                        .contains("include \"" + files.resolve("b.conf") + "\";")
                        .contains("http {"));
    }

    @Test
    void asksNoProgramThatJudgesPathsAboutACopy() throws IOException {
        Files.writeString(files.resolve("a.conf"), "server { listen 80; server_name a.example.org; }\n");
        program("nginx", "cat $5");
        assertThat(runs(Fixtures.told())).isEmpty();
    }

    @Test
    void keepsTheBeginningOfALongOutput() throws IOException {
        Files.writeString(files.resolve("livekit.yaml"), "port: 7880\nrtc: {}\n");
        program("livekit-server", "head -c 1000000 /dev/zero | tr '\\\\000' x");
        assertThat(runs(Told.nothing()))
                .singleElement()
                .satisfies(run -> assertThat(run.output()).hasSize(256 << 10));
    }

    @Test
    void takesTheNewestPostgresql() throws IOException {
        for (String release : List.of("9", "15", "17")) {
            Path bin = Files.createDirectories(folder.resolve("pg/" + release + "/bin"));
            Path file = Files.writeString(bin.resolve("postgres"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Installed installed = new Installed(List.of(programs), folder.resolve("pg"), List.of());
        assertThat(installed.postgres())
                .isEqualTo(Optional.of(folder.resolve("pg/17/bin/postgres").toString()));
    }
}
