package org.lotusguild.lotus.webhooks.desk;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.script.Kind;
import org.lotusguild.lotus.script.Outcome;
import org.lotusguild.lotus.script.Request;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.Script;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.transform.Scripts;
import tools.jackson.databind.JsonNode;

/**
 * What is asked of a script before a hook keeps it: its size, its syntax, and one run on what the hook was posted last, else on what
 * the test button of its service sends. Where neither is known it gets a line of text, and only that it costs too much is told of it.
 * For many threads; blocks as long as a script may run.
 */
public final class Rehearsal {
    private final Sandbox sandbox;
    private final boolean runs;
    private final Function<String, Optional<JsonNode>> last;
    private final InstantSource clock;

    /**
     * @param runs whether scripts run at all here; else only their syntax is looked at
     * @param last what a hook was posted last, by its name
     */
    public Rehearsal(Sandbox sandbox, boolean runs, Function<String, Optional<JsonNode>> last, InstantSource clock) {
        this.sandbox = sandbox;
        this.runs = runs;
        this.last = last;
        this.clock = clock;
    }

    /** What was found. */
    public sealed interface Verdict {
        record Good() implements Verdict {}

        /**
         * It fails, and may be kept: other posts can be well.
         *
         * @param on what it was given, in words
         */
        record Doubtful(String on, Outcome.Failed failure) implements Verdict {
            /** For whoever may see what is posted: the engine's words may quote it. */
            public String words() {
                return on + ": " + Scripts.shown(failure);
            }
        }

        /** @param why it can be nobody's script, with line and column */
        record Refused(String why) implements Verdict {}
    }

    /** @param service as the hook says it; absent: recognised */
    public Verdict of(String hook, Optional<String> service, String source) {
        Optional<Service> configured = service.flatMap(Service::of);
        return Scripts.problem(sandbox, source)
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> runs ? tried(hook, configured, new Script(source)) : new Verdict.Good());
    }

    /** @param alike whether its senders post something like it */
    private record Given(String words, JsonNode payload, boolean alike) {}

    private Verdict tried(String hook, Optional<Service> service, Script script) {
        Given given = given(hook, service);
        String from = Detect.of(given.payload(), service, "").service().key();
        Outcome outcome = sandbox.run(script, given.payload(), Request.none(hook, from, clock.instant()))
                .outcome();
        return outcome instanceof Outcome.Failed failed
                        && (given.alike() || failed.kind().costly() || failed.kind() == Kind.BUSY)
                ? new Verdict.Doubtful(given.words(), failed)
                : new Verdict.Good();
    }

    private Given given(String hook, Optional<Service> service) {
        return last.apply(hook)
                .map(payload -> new Given("with what it was posted last", payload, true))
                .or(() -> service.flatMap(known ->
                        Samples.test(known).map(test -> new Given("with the test of " + known.title(), test, true))))
                .orElseGet(() -> new Given("with a line of text", Samples.text(hook), false));
    }
}
