package org.lotusguild.lotus.webhooks.hookshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.webhooks.desk.Rehearsal;
import org.lotusguild.lotus.webhooks.hook.Found;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.Made;
import org.lotusguild.lotus.webhooks.hook.MadeHook;

/** Makes hooks of a hookshot's. Their ids stay, so their addresses do; what is here already stays as it is. */
public final class HookshotImport {
    private final Hooks hooks;
    private final MatrixApi homeserver;
    private final String server;
    private final Supplier<Sandbox> sandboxes;
    private final boolean runs;
    private final InstantSource clock;

    /**
     * @param homeserver of the hookshot, in anybody's name
     * @param server the part of user ids behind the colon
     * @param sandboxes a fresh one for each import, which closes it
     * @param runs whether scripts run at all here; else only their syntax is looked at
     */
    public HookshotImport(
            Hooks hooks,
            MatrixApi homeserver,
            String server,
            Supplier<Sandbox> sandboxes,
            boolean runs,
            InstantSource clock) {
        this.hooks = hooks;
        this.homeserver = homeserver;
        this.server = server;
        this.sandboxes = sandboxes;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * @param dryRun whether nothing is to be written
     * @throws MatrixException if the homeserver does not let the hookshot's bot read
     * @throws HttpFailure if it does not answer
     */
    public Report run(Hookshot hookshot, boolean dryRun) {
        List<ForeignHook> all = new HookshotRooms(homeserver, server).read(hookshot);
        try (Sandbox sandbox = sandboxes.get()) {
            Run run = new Run(
                    hookshot,
                    dryRun,
                    withoutHistory(sandbox),
                    new Names(name -> hooks.named(name).isPresent()));
            return new Report(dryRun, all.stream().map(run::line).toList(), hookshot.settings());
        }
    }

    /** What was posted to a hook of the same name that was removed here came from other senders. */
    private Rehearsal withoutHistory(Sandbox sandbox) {
        return new Rehearsal(sandbox, runs, name -> Optional.empty(), clock);
    }

    private final class Run {
        private final Hookshot hookshot;
        private final boolean dryRun;
        private final Rehearsal rehearsal;
        private final Names names;

        Run(Hookshot hookshot, boolean dryRun, Rehearsal rehearsal, Names names) {
            this.hookshot = hookshot;
            this.dryRun = dryRun;
            this.rehearsal = rehearsal;
            this.names = names;
        }

        Report.Line line(ForeignHook foreign) {
            if (foreign.written().isEmpty()) {
                return skipped(foreign, shown(foreign), "there is an id and no hook to it");
            }
            Written written = foreign.written().get();
            if (written.disabled()) {
                return skipped(foreign, shown(foreign), "it was removed there");
            }
            List<Secret> unknown = foreign.ids().stream()
                    .filter(id -> hooks.find(id.value()) instanceof Found.Unknown)
                    .toList();
            return unknown.size() == foreign.ids().size() ? fresh(foreign, written) : there(foreign, written, unknown);
        }

        private Report.Line there(ForeignHook foreign, Written written, List<Secret> unknown) {
            Optional<String> name = foreign.ids().stream()
                    .flatMap(id -> name(hooks.find(id.value())).stream())
                    .findFirst();
            boolean more = name.isPresent() && !unknown.isEmpty();
            if (more && !dryRun) {
                hooks.adopt(name.get(), unknown);
            }
            Optional<String> why = name.isEmpty()
                    ? Optional.of("it has ended or was removed here")
                    : Optional.of("it answers at more addresses now").filter(it -> more);
            return new Report.Line(
                    name.orElse(written.name()),
                    foreign.room().value(),
                    Report.State.THERE,
                    written.script().isEmpty() ? Report.Script.NONE : script(name),
                    why);
        }

        private Report.Script script(Optional<String> name) {
            boolean runs = name.flatMap(hooks::named)
                    .filter(known -> known.switches().transform())
                    .isPresent();
            return runs ? Report.Script.OK : Report.Script.OFF;
        }

        private Report.Line fresh(ForeignHook foreign, Written written) {
            String name = names.free(written.name());
            Optional<Instant> end;
            try {
                end = written.end();
            } catch (DateTimeException e) {
                return skipped(foreign, name, "its expirationDate is no moment");
            }
            Optional<String> problem = written.script().flatMap(script -> problem(name, script));
            if (!dryRun) {
                Optional<String> refused = made(foreign, hook(foreign, written, name, end), problem);
                if (refused.isPresent()) {
                    return skipped(foreign, name, refused.get());
                }
            }
            return new Report.Line(name, foreign.room().value(), Report.State.NEW, script(written, problem), problem);
        }

        private MadeHook hook(ForeignHook foreign, Written written, String name, Optional<Instant> end) {
            return new MadeHook(
                    name,
                    foreign.room().value(),
                    Optional.empty(),
                    Optional.empty(),
                    written.waits().orElse(hookshot.waits()),
                    hookshot.get(),
                    false,
                    false,
                    written.script(),
                    true,
                    clock.instant(),
                    end);
        }

        /** Why it could not be made. */
        private Optional<String> made(ForeignHook foreign, MadeHook hook, Optional<String> problem) {
            try {
                Made made = hooks.create(hook, foreign.ids(), Optional.empty());
                if (made instanceof Made.Refused(String why)) {
                    return Optional.of(why);
                }
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            problem.ifPresent(why -> hooks.disableTransform(hook.name(), why));
            return Optional.empty();
        }

        private Report.Script script(Written written, Optional<String> problem) {
            if (written.script().isEmpty()) {
                return Report.Script.NONE;
            }
            if (problem.isEmpty()) {
                return Report.Script.OK;
            }
            return hookshot.scripts() ? Report.Script.FAILED : Report.Script.OFF;
        }

        private Optional<String> problem(String name, String script) {
            if (!hookshot.scripts()) {
                return Optional.of("hookshot was not allowed to run scripts");
            }
            return switch (rehearsal.of(name, Optional.empty(), script)) {
                case Rehearsal.Verdict.Good() -> Optional.empty();
                case Rehearsal.Verdict.Doubtful doubt -> Optional.of("its script: " + doubt.words());
                case Rehearsal.Verdict.Refused(String why) -> Optional.of("its script: " + why);
            };
        }
    }

    private static Optional<String> name(Found found) {
        return switch (found) {
            case Found.Open open -> Optional.of(open.hook().name());
            case Found.Disabled(String hook) -> Optional.of(hook);
            case Found.Gone gone -> Optional.empty();
            case Found.Unknown unknown -> Optional.empty();
        };
    }

    private static Report.Line skipped(ForeignHook foreign, String name, String why) {
        return new Report.Line(
                name, foreign.room().value(), Report.State.SKIPPED, Report.Script.NONE, Optional.of(why));
    }

    /** A state key may be an id. */
    private static String shown(ForeignHook foreign) {
        return foreign.written()
                .map(Written::name)
                .filter(name -> !name.isEmpty())
                .orElse(foreign.ids().contains(new Secret(foreign.stateKey())) ? "(no name)" : foreign.stateKey());
    }
}
