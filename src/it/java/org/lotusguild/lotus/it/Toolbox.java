package org.lotusguild.lotus.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.stack.trial.Progress;
import org.lotusguild.lotus.stack.trial.PythonEnvironment;
import org.lotusguild.lotus.stack.trial.TrialException;
import org.lotusguild.lotus.stack.trial.UserCache;
import org.lotusguild.lotus.stack.trial.servers.LiveKitProgram;

/**
 * What the integration tests need of other people: the pinned Synapse (the very one of {@code lotus up}) and the
 * independent client. {@code lotus test} runs {@link #main} first, so that a missing tool is a clear sentence and
 * not a failed test.
 */
final class Toolbox {
    private final Environment environment = Environment.ofProcess();
    private final World world;

    private Toolbox(World world) {
        this.world = world;
    }

    /** What installing needs of the world. */
    record World(InstantSource clock, Pause pause, Progress progress) {}

    static Toolbox real() {
        return new Toolbox(new World(InstantSource.system(), Pause.real(), new Lines()));
    }

    /** The Python that has Synapse. */
    Path synapsePython() {
        return new PythonEnvironment(environment, world.clock(), world.pause(), world.progress()).python();
    }

    /** The Python that has Synapse, and what it needs for PostgreSQL, Redis and single sign-on. */
    Path wholeSynapsePython() {
        return PythonEnvironment.whole(environment, world.clock(), world.pause(), world.progress())
                .python();
    }

    /** The folder {@code node_modules} with the independent client and its Node. */
    Path oracleModules(Path repository) {
        return modules(repository.resolve("src/it/oracle"));
    }

    /** The folder {@code node_modules} with the JavaScript engine of hookshot and a Node. */
    Path engineModules(Path repository) {
        return modules(repository.resolve("bench/transforms"));
    }

    /** The folder {@code node_modules} with what hookshot is made of and a Node. */
    Path hookshotModules(Path repository) {
        return modules(repository.resolve("src/it/hookshot"));
    }

    /** The folder {@code node_modules} with an OpenID provider and a Node. */
    Path providerModules(Path repository) {
        return modules(repository.resolve("src/it/oidc"));
    }

    /** The folder {@code node_modules} with LiveKit's own client and a Node. */
    Path callModules(Path repository) {
        return modules(repository.resolve("src/it/calls"));
    }

    /** LiveKit's program. */
    Path liveKit() {
        return new LiveKitProgram(
                        ServerPackages.PROGRAMS, UserCache.of(environment), world.clock(), world.pause(), world.progress())
                .file();
    }

    private Path modules(Path wanted) {
        return installed(() -> new OracleModules(wanted, UserCache.of(environment), world).folder());
    }

    private interface Installing {
        Path place() throws IOException, InterruptedException;
    }

    private static Path installed(Installing installing) {
        try {
            return installing.place();
        } catch (IOException e) {
            throw new TrialException("A file cannot be used: " + e, "Check the disk, then run ./lotus test again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrialException("Interrupted while installing", "Run ./lotus test again");
        }
    }

    /** @param args the root of the repository */
    public static void main(String[] args) {
        Toolbox toolbox = real();
        try {
            System.out.println("lotus: Synapse runs on " + toolbox.synapsePython());
            System.out.println("lotus: the independent client is in " + toolbox.oracleModules(Path.of(args[0])));
            System.out.println("lotus: what hookshot is made of is in " + toolbox.hookshotModules(Path.of(args[0])));
            System.out.println("lotus: the OpenID provider is in " + toolbox.providerModules(Path.of(args[0])));
            System.out.println("lotus: LiveKit's own client is in " + toolbox.callModules(Path.of(args[0])));
            ServerPackages.all();
            System.out.println("lotus: LiveKit is " + toolbox.liveKit());
        } catch (TrialException e) {
            System.err.println("lotus: " + e.getMessage() + "\nlotus: " + e.remedy());
            System.exit(3);
        }
    }

    static final class Lines implements Progress {
        @Override
        public void step(String sentence) {
            System.out.println("lotus: " + sentence);
        }

        @Override
        public void detail(String words) {}

        @Override
        public void warning(String sentence) {
            step(sentence);
        }
    }
}
