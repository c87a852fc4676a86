package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.matrix.fake.PlainCaller;

final class TrialTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @TempDir
    Path folder;

    private final Trial.World world = new Trial.World(
            name -> Optional.empty(),
            new PlainCaller(),
            new SecureRandom(),
            InstantSource.system(),
            Pause.real(),
            Progress.silent());

    private ChildProcess child(String name, BooleanSupplier ready) {
        Path console = folder.resolve(name + ".out");
        return new ChildProcess(
                new Program(
                        name,
                        name,
                        "nowhere",
                        List.of("sleep", "60"),
                        false,
                        folder,
                        console,
                        console,
                        List.of(),
                        "",
                        ready),
                world);
    }

    private Trial trial(List<List<ChildProcess>> before) {
        TrialHome home = new TrialHome(folder.resolve("home"));
        Surroundings.Grown grown = new Surroundings.Grown(NOWHERE, List.of(), folder, "", before, List.of());
        return new Trial(
                home.make(world.random(), "url: sqlite:lotus.db"),
                new SynapseProcess(Path.of("/no/python"), home, grown, world),
                grown,
                new SynapseAdmin(NOWHERE, new Secret("none"), world.http()));
    }

    @Test
    void leavesNothingRunningWhateverIsThrownWhileItStarts() {
        ChildProcess first = child("first", () -> true);
        ChildProcess second = child("second", () -> {
            throw new IllegalStateException("nobody thought of it");
        });
        Trial trial = trial(List.of(List.of(first), List.of(second)));
        assertThatThrownBy(trial::start).hasRootCauseMessage("nobody thought of it");
        assertThat(first.pid()).isEmpty();
        assertThat(second.pid()).isEmpty();
        assertThat(first.state()).isEqualTo(ProgramState.STOPPED);
    }
}
