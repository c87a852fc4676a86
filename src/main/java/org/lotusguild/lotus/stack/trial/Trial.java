package org.lotusguild.lotus.stack.trial;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.http.HttpCaller;

/**
 * The trial homeserver of one home: prepare, start, stop. For one caller at a time, which holds the home for itself.
 */
public final class Trial implements AutoCloseable {
    private final TrialGuild guild;
    private final SynapseProcess process;
    private final SynapseAdmin admin;

    private Trial(TrialGuild guild, SynapseProcess process, SynapseAdmin admin) {
        this.guild = guild;
        this.process = process;
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
        Path python =
                new PythonEnvironment(world.environment(), world.clock(), world.pause(), world.progress()).python();
        TrialHome files = new TrialHome(home);
        TrialGuild guild = files.make(world.random());
        SynapseAdmin admin = new SynapseAdmin(guild.url(), files.registrationSecret(), world.http());
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), world.random());
        return new Trial(guild, new SynapseProcess(python, files, guild.url(), backoff, world), admin);
    }

    public TrialGuild guild() {
        return guild;
    }

    /**
     * Starts the homeserver and answers when it serves and both accounts exist. From then on it is started again whenever it
     * ends by itself. A Synapse that a killed Lotus left behind on this home is ended first.
     *
     * @throws TrialException if it does not come up; nothing runs then
     */
    public void start() {
        process.start();
        try {
            for (TrialGuild.Account account : List.of(guild.admin(), guild.guest())) {
                admin.register(account.user().localpart(), account.password(), account.admin());
            }
        } catch (TrialException e) {
            process.stop();
            throw e;
        }
    }

    public SynapseState state() {
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

    /** Ends the homeserver, within five seconds; by force at the end of them. Does nothing if it does not run. */
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
