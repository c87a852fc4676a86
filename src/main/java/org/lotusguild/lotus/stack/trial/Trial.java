package org.lotusguild.lotus.stack.trial;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.http.HttpCaller;

/**
 * The trial homeserver of one home and what is around it: prepare, start, stop. For one caller at a time, which holds the home for itself.
 */
public final class Trial implements AutoCloseable {
    private final TrialGuild guild;
    private final SynapseProcess process;
    private final Surroundings.Grown grown;
    private final SynapseAdmin admin;

    Trial(TrialGuild guild, SynapseProcess process, Surroundings.Grown grown, SynapseAdmin admin) {
        this.guild = guild;
        this.process = process;
        this.grown = grown;
        this.admin = admin;
    }

    /** What a trial needs of the world. */
    public record World(
            Environment environment,
            HttpCaller http,
            SecureRandom random,
            InstantSource clock,
            Pause pause,
            Progress progress) {}

    /** Whether the home holds a trial homeserver, whole or begun; otherwise it is empty or belongs to another homeserver. */
    public static boolean isIn(Path home) {
        return new TrialHome(home).begun();
    }

    /**
     * Makes what is missing: the Python environment with Synapse (in the user's cache, shared by all homes) and the files of
     * the home. What is there is kept.
     *
     * @throws TrialException if the machine lacks something or the disk refuses
     */
    public static Trial prepare(Path home, World world) {
        return prepare(home, world, Surroundings.none());
    }

    /** The same with programs around the homeserver. */
    public static Trial prepare(Path home, World world, Surroundings around) {
        Path python = environment(world, around.whole()).python();
        TrialHome files = new TrialHome(home);
        TrialGuild guild = files.make(world.random(), around.store());
        Surroundings.Grown grown = around.around(guild, python);
        SynapseAdmin admin = new SynapseAdmin(grown.homeserver(), files.registrationSecret(), world.http());
        return new Trial(guild, new SynapseProcess(python, files, grown, world), grown, admin);
    }

    private static PythonEnvironment environment(World world, boolean whole) {
        return whole
                ? PythonEnvironment.whole(world.environment(), world.clock(), world.pause(), world.progress())
                : new PythonEnvironment(world.environment(), world.clock(), world.pause(), world.progress());
    }

    public TrialGuild guild() {
        return guild;
    }

    /**
     * Starts everything and answers when it serves and both accounts exist. From then on each program is started again whenever
     * it ends by itself. What a killed Lotus left behind on this home is ended first.
     *
     * @throws TrialException if something does not come up; nothing runs then, whatever is thrown
     */
    public void start() {
        try {
            grown.before().forEach(Groups::start);
            process.start();
            for (TrialGuild.Account account : List.of(guild.admin(), guild.guest())) {
                admin.register(account.user().localpart(), account.password(), account.admin());
            }
            grown.after().forEach(Groups::start);
        } catch (RuntimeException | Error e) {
            stopAfter(e);
            throw e;
        }
    }

    private void stopAfter(Throwable failure) {
        try {
            stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** The programs around the homeserver, in the order of their start. */
    public List<ChildProcess> around() {
        return Stream.concat(grown.before().stream(), grown.after().stream())
                .flatMap(List::stream)
                .toList();
    }

    public ProgramState state() {
        return process.state();
    }

    /** The process id of the homeserver; empty while it does not run. */
    public OptionalLong pid() {
        return process.pid();
    }

    /** Makes accounts; only while the homeserver runs. */
    public SynapseAdmin admin() {
        return admin;
    }

    /** Ends everything in order; each program within five seconds, by force at the end of them. Does nothing if nothing runs. */
    public void stop() {
        grown.after().reversed().forEach(Groups::stop);
        process.stop();
        grown.before().reversed().forEach(Groups::stop);
    }

    @Override
    public void close() {
        stop();
    }
}
