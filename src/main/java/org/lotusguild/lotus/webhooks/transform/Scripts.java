package org.lotusguild.lotus.webhooks.transform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.script.Answer;
import org.lotusguild.lotus.script.Conduct;
import org.lotusguild.lotus.script.Kind;
import org.lotusguild.lotus.script.Outcome;
import org.lotusguild.lotus.script.Refused;
import org.lotusguild.lotus.script.Request;
import org.lotusguild.lotus.script.Run;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.Script;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.webhooks.courier.Made;
import org.lotusguild.lotus.webhooks.courier.Transformer;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Auth;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;

/** The scripts of hooks in the sandbox. For many threads. */
public final class Scripts implements Transformer {
    private static final Duration BUSY = Duration.ofMillis(500);

    private final Sandbox sandbox;
    private final ScriptConfig config;
    private final Hooks hooks;
    private final Consumer<String> admins;
    private final TransformFigures figures;
    private final InstantSource clock;
    private final Pause pause;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    /** How one version of a hook's script behaves. */
    private record Watched(Script script, Conduct conduct) {}

    /** @param admins get one line where a script is switched off */
    public Scripts(
            Sandbox sandbox,
            ScriptConfig config,
            Hooks hooks,
            Consumer<String> admins,
            TransformFigures figures,
            InstantSource clock,
            Pause pause) {
        this.sandbox = sandbox;
        this.config = config;
        this.hooks = hooks;
        this.admins = admins;
        this.figures = figures;
        this.clock = clock;
        this.pause = pause;
    }

    /** Why a source may not be a hook's script, with line and column; empty if it may. Runs nothing of it. */
    public static Optional<String> problem(Sandbox sandbox, String source) {
        return sandbox.compile(source) instanceof Refused refused
                ? Optional.of(place(refused.line(), refused.column()) + refused.message())
                : Optional.empty();
    }

    private static String place(int line, int column) {
        return (line > 0 ? "line " + line + (column > 0 ? ", column " + column : "") + ": " : "");
    }

    @Override
    public Instant allowedAt(Hook hook) {
        return config.enabled()
                ? script(hook).map(script -> conduct(hook, script).allowedAt()).orElse(Instant.EPOCH)
                : Instant.EPOCH;
    }

    /** As it is now: it may have been switched off since the delivery was taken up. */
    private Optional<Script> script(Hook hook) {
        return hooks.named(hook.name())
                .map(Known::hook)
                .flatMap(Hook::transform)
                .map(Script::new);
    }

    private Conduct conduct(Hook hook, Script script) {
        return watched.compute(
                        hook.name(),
                        (name, before) -> before != null && before.script().equals(script)
                                ? before
                                : new Watched(script, new Conduct(config.disableAfter(), clock)))
                .conduct();
    }

    @Override
    public Transformed transform(Hook hook, Delivery delivery, String service) {
        Optional<Script> script = script(hook);
        if (!config.enabled() || script.isEmpty()) {
            return new Transformed.Failed("its script is switched off");
        }
        Run run = run(hook, script.get(), delivery, service);
        Conduct conduct = conduct(hook, script.get());
        conduct.record(run);
        return switch (run.outcome()) {
            case Outcome.Posted posted -> given(hook, posted, service);
            case Outcome.Empty empty ->
                new Transformed.Given(
                        List.of(), Optional.empty(), empty.answer().map(Scripts::answer));
            case Outcome.Failed failed -> {
                if (conduct.off()) {
                    switchOff(hook);
                }
                yield new Transformed.Failed(shown(failed));
            }
        };
    }

    /** For people: what kind of failure, where, and what the engine says. */
    public static String shown(Outcome.Failed failed) {
        return "script failed (" + failed.kind().name().toLowerCase(Locale.ROOT) + "): " + place(failed.line(), 0)
                + failed.message();
    }

    private Run run(Hook hook, Script script, Delivery delivery, String service) {
        Request request = request(hook, delivery, service);
        while (true) {
            Run run = sandbox.run(script, delivery.payload(), request);
            figures.count(run);
            boolean busy = run.outcome() instanceof Outcome.Failed failed && failed.kind() == Kind.BUSY;
            if (!busy) {
                return run;
            }
            waitALittle();
        }
    }

    private void waitALittle() {
        try {
            pause.take(BUSY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("asked to stop");
        }
    }

    private Request request(Hook hook, Delivery delivery, String service) {
        List<String> proofs = hooks.named(hook.name()).stream()
                .flatMap(known -> known.admission().auth().stream())
                .map(Auth::header)
                .toList();
        return new Request(
                delivery.posted().method(),
                delivery.posted().contentType(),
                Request.visible(delivery.posted().headers(), proofs),
                delivery.posted().query(),
                hook.name(),
                service,
                delivery.receivedAt());
    }

    private static Transformed given(Hook hook, Outcome.Posted posted, String service) {
        List<Made.Piece> pieces = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        for (var message : posted.messages()) {
            Optional<Notice> notice = Messages.notice(message, service, hook.strict());
            Optional<String> room = Messages.room(message);
            Optional<String> own = room.filter(name ->
                    hook.targets().stream().anyMatch(target -> target.room().equals(name)));
            if (room.isPresent() && own.isEmpty()) {
                problem = Optional.of("its script names a room that is none of the hook's");
            }
            notice.ifPresent(told -> pieces.add(new Made.Piece(Rendered.of(told), own)));
        }
        return new Transformed.Given(pieces, problem, posted.answer().map(Scripts::answer));
    }

    private static Waiting.Answer answer(Answer wanted) {
        return new Waiting.Answer(wanted.status(), wanted.contentType(), wanted.body());
    }

    private void switchOff(Hook hook) {
        watched.remove(hook.name());
        String why = "its script ran out of time or memory " + config.disableAfter() + " times within an hour";
        if (hooks.disableTransform(hook.name(), why)) {
            admins.accept("🧯 " + hook.name() + " – script switched off: it ran out of time or memory "
                    + config.disableAfter() + " times within an hour. Messages go on without it; "
                    + "correct it, then enable " + hook.name() + " transform");
        }
    }
}
