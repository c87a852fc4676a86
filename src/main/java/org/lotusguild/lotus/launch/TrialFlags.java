package org.lotusguild.lotus.launch;

import java.util.Optional;
import org.lotusguild.lotus.stack.trial.servers.Wanted;
import picocli.CommandLine.Option;

/** What {@code up} is asked to start around a trial's homeserver. */
final class TrialFlags {
    @Option(names = "--postgres", description = "PostgreSQL in place of SQLite; from the first start on.")
    boolean postgres;

    @Option(names = "--turn", description = "coturn, through which calls go that find no other way.")
    boolean turn;

    @Option(names = "--sfu", description = "LiveKit, the media server of calls.")
    boolean sfu;

    @Option(names = "--proxy", description = "nginx in front of the homeserver, at its address.")
    boolean proxy;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = {
                "N processes of Synapse beside the main one; with PostgreSQL, Redis and nginx.",
                "What was started once is started again without its flag; servers.json of the home takes it away."
            })
    Optional<Integer> workers = Optional.empty();

    /** @throws Failure if so many workers cannot be */
    Wanted wanted() {
        int count = workers.orElse(0);
        if (workers.isPresent() && count < 1 || count > Wanted.MOST_WORKERS) {
            throw Failure.usage(
                    "--workers: must be 1 to " + Wanted.MOST_WORKERS, "Six serve a thousand people; begin with 3.");
        }
        return new Wanted(postgres, turn, sfu, proxy, count);
    }

    /** Whether something comes with the workers that was not named. */
    boolean implies() {
        return workers.isPresent() && !(postgres && proxy);
    }
}
