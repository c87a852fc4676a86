package org.lotusguild.lotus.stack.trial;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;

/** The Synapse of one home. */
public final class SynapseProcess {
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);
    private static final Duration KEY_LIMIT = Duration.ofSeconds(60);

    private final Path python;
    private final TrialHome home;
    private final ChildProcess child;

    SynapseProcess(Path python, TrialHome home, Surroundings.Grown grown, Trial.World world) {
        this.python = python;
        this.home = home;
        URI url = grown.homeserver();
        Program program = new Program(
                "homeserver",
                "The homeserver",
                url.getAuthority(),
                Stream.concat(command(python, home).stream(), grown.arguments().stream())
                        .toList(),
                false,
                home.synapse(),
                home.synapse().resolve("console.log"),
                grown.log(),
                List.of(url.getPort()),
                grown.elsewhere(),
                () -> healthy(url, world.http()));
        this.child = new ChildProcess(program, world);
    }

    /** The words that run Synapse with the configuration of the home; more configuration may follow. */
    static List<String> command(Path python, TrialHome home) {
        List<String> words = new ArrayList<>(words(python, home.runner(), "homeserver"));
        words.addAll(List.of("-c", home.synapseConfiguration().toString()));
        return words;
    }

    /**
     * How a process of Synapse is run by the home's {@code run.py}.
     *
     * @param app the last part of the module's name
     */
    public static List<String> words(Path python, Path runner, String app) {
        return List.of(python.toString(), "-I", runner.toString(), "synapse.app." + app);
    }

    /** @throws TrialException if it does not come up; nothing runs then */
    void start() {
        endLeftover();
        needSigningKey();
        child.start();
    }

    ProgramState state() {
        return child.state();
    }

    OptionalLong pid() {
        return child.pid();
    }

    void stop() {
        child.stop();
    }

    private static boolean healthy(URI url, HttpCaller http) {
        try {
            return http.send(HttpCall.of("GET", url.resolve("/health")).timeout(HEALTH_LIMIT))
                    .ok();
        } catch (HttpFailure e) {
            return false; // not yet
        }
    }

    /** Made by Synapse's own generator. */
    private void needSigningKey() {
        Path key = home.synapse().resolve("signing.key");
        if (Files.exists(key)) {
            return;
        }
        CommandRun run = CommandRun.of(
                List.of(python.toString(), "-I", "-m", "synapse._scripts.generate_signing_key"), KEY_LIMIT, line -> {});
        if (!run.ok()) {
            throw new TrialException("The homeserver's signing key could not be made:\n" + run.tail(5), "Run it again");
        }
        HomeFiles.secretOnce(key, () -> run.tail(1) + "\n");
    }

    /** A Lotus that was killed a moment ago may have left its Synapse: it ends by itself, but perhaps not yet. */
    private void endLeftover() {
        String configuration = home.synapseConfiguration().toString();
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(other -> other.info()
                        .arguments()
                        .map(List::of)
                        .filter(words -> words.contains(configuration)
                                && words.contains(home.runner().toString()))
                        .isPresent())
                .toList();
        left.forEach(ChildProcess::ended);
    }
}
