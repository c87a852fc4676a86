package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;

/**
 * One rule. Made with {@link #of}:
 *
 * <pre>{@code
 * Check.of("SYN-033", MEDIUM, "Guests may come in without an account")
 *         .on(Kind.SYNAPSE)
 *         .passes("allow_guest_access is false")
 *         .because("a guest account costs nothing, so banning one costs its owner nothing")
 *         .source("configuration manual, allow_guest_access")
 *         .run(SynapseAccounts::guests);
 * }</pre>
 *
 * @param reads what it looks at
 * @param on kinds of files; without any of them the check is skipped, unless it reads something else that is there. Empty if
 *     files do not matter, or any do
 * @param title what is wrong, as one sentence without full stop, in the words of who finds it
 * @param passes the rule, as a sentence that is true when all is well
 * @param because what happens otherwise
 * @param source where that is written or how it was measured
 * @param since only from this release on
 * @param originals whether it judges modes, owners or paths, which prove nothing in a copy
 * @param needs what else must be there; without it the check is skipped
 */
public record Check(
        CheckId id,
        Severity severity,
        Set<Reads> reads,
        Set<Kind> on,
        String title,
        String passes,
        String because,
        String source,
        Optional<Since> since,
        boolean originals,
        List<Need> needs,
        Function<Facts, Stream<? extends Finding>> run) {
    public Check {
        reads = Set.copyOf(reads);
        on = Set.copyOf(on);
        needs = List.copyOf(needs);
        if (title.isEmpty() || passes.isEmpty() || because.isEmpty() || source.isEmpty() || reads.isEmpty()) {
            throw new IllegalArgumentException(id + " lacks a title, rule, reason, source or what it reads");
        }
    }

    /**
     * Something without which the rule has nothing to say.
     *
     * @param absent why the check is skipped then: {@code "version of Synapse not known"}
     */
    public record Need(String absent, Predicate<Facts> there) {}

    /** The release that made the rule. */
    public record Since(Program program, String release) {}

    public Component component() {
        return Component.of(id);
    }

    public static Draft of(String id, Severity severity, String title) {
        return new Draft(new CheckId(id), severity, title);
    }

    /** A check that is being written. */
    public static final class Draft {
        private final CheckId id;
        private final Severity severity;
        private final String title;
        private final Set<Reads> reads = EnumSet.noneOf(Reads.class);
        private final Set<Kind> on = EnumSet.noneOf(Kind.class);
        private String passes = "";
        private String because = "";
        private String source = "";
        private Optional<Since> since = Optional.empty();
        private boolean originals;
        private final List<Need> needs = new ArrayList<>();

        private Draft(CheckId id, Severity severity, String title) {
            this.id = id;
            this.severity = severity;
            this.title = title;
        }

        /** Looks at files of these kinds; skipped if none of them is there and nothing else that it reads. */
        public Draft on(Kind... kinds) {
            reads.add(Reads.FILES);
            on.addAll(Set.of(kinds));
            return this;
        }

        /** Looks at these too. */
        public Draft reads(Reads... more) {
            reads.addAll(Set.of(more));
            return this;
        }

        public Draft passes(String rule) {
            passes = rule;
            return this;
        }

        public Draft because(String reason) {
            because = reason;
            return this;
        }

        public Draft source(String place) {
            source = place;
            return this;
        }

        /** Not applicable below this release. */
        public Draft since(Program program, String release) {
            since = Optional.of(new Since(program, release));
            return this;
        }

        /** Skipped if the targets are a copy. */
        public Draft originals() {
            originals = true;
            return this;
        }

        /** Skipped unless this is there. */
        public Draft needs(String absent, Predicate<Facts> there) {
            needs.add(new Need(absent, there));
            return this;
        }

        public Check run(Function<Facts, Stream<? extends Finding>> rule) {
            return new Check(id, severity, reads, on, title, passes, because, source, since, originals, needs, rule);
        }
    }
}
