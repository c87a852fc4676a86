package org.lotusguild.lotus.stack.trial;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The programs around a trial's homeserver, and what they change of it. */
public interface Surroundings {

    /** Whether Synapse needs more than SQLite: PostgreSQL, Redis. */
    boolean whole();

    /** What stands under {@code store:} in a {@code lotus.yaml} that is made. */
    String store();

    /**
     * Writes their files, now that those of the home are there.
     *
     * @param python that has Synapse
     * @throws TrialException if the machine or the home does not allow it
     */
    Grown around(TrialGuild guild, Path python);

    /**
     * How the homeserver runs among them.
     *
     * @param homeserver where Synapse's main process answers itself
     * @param arguments of Synapse, behind those for the configuration of the home: what comes later counts
     * @param log of Synapse
     * @param elsewhere how Synapse gets another port, for people
     * @param before what runs before it: groups, one after the other; those in a group at once
     * @param after what runs after it
     */
    record Grown(
            URI homeserver,
            List<String> arguments,
            Path log,
            String elsewhere,
            List<List<ChildProcess>> before,
            List<List<ChildProcess>> after) {}

    private static Path synapse(TrialGuild guild) {
        return guild.configuration().resolveSibling("synapse");
    }

    /** How the homeserver gets another address, for people. */
    static String elsewhere(TrialGuild guild) {
        return "put another port into " + synapse(guild).resolve("homeserver.yaml") + " (twice) and lotus.yaml";
    }

    /** Nothing but the homeserver. */
    static Surroundings none() {
        return new Surroundings() {
            @Override
            public boolean whole() {
                return false;
            }

            @Override
            public String store() {
                return "url: sqlite:lotus.db";
            }

            @Override
            public Grown around(TrialGuild guild, Path python) {
                return new Grown(
                        guild.url(),
                        List.of(),
                        synapse(guild).resolve("synapse.log"),
                        elsewhere(guild),
                        List.of(),
                        List.of());
            }
        };
    }
}
