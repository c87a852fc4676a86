package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.args.Parsed;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a handler with a time limit; a defect of it becomes an answer with a code that stands in the log. */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz";
    private static final Reply BROKE = new Reply.React("💥");

    private final String prefix;
    private final Typing typing;
    private final RandomGenerator random;
    private final Duration limit;

    Runner(String prefix, Typing typing, RandomGenerator random) {
        this(prefix, typing, random, LIMIT);
    }

    /** @param limit of a handler's time */
    Runner(String prefix, Typing typing, RandomGenerator random, Duration limit) {
        this.prefix = prefix;
        this.typing = typing;
        this.random = random;
        this.limit = limit;
    }

    Reply run(Command command, String words, Incoming.Message message, Caller caller, boolean direct, Instant now) {
        return switch (command.syntax().parse(words)) {
            case Parsed.Wrong(String why) -> Reply.misused(command.name(), command.syntax(), why);
            case Parsed.Fits(var args) -> limited(command, call(args, message, caller, direct, now));
        };
    }

    private Call call(Args args, Incoming.Message message, Caller caller, boolean direct, Instant now) {
        EventMeta meta = message.meta();
        return new Call(
                caller,
                meta.room(),
                meta.id(),
                meta.thread(),
                meta.replyTo(),
                message.formattedBody(),
                args,
                prefix,
                meta.sentAt(),
                now,
                direct);
    }

    private Reply limited(Command command, Call call) {
        FutureTask<Reply> run = new FutureTask<>(() -> command.handler().run(call));
        Thread thread = Thread.ofVirtual().name("command-" + command.name()).start(run);
        try (Typing.Watch _ = typing.begin(call.room())) {
            return run.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return Reply.refuse(command.name() + ": took too long.");
        } catch (ExecutionException e) {
            return failed(command.name(), Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a command ran", e);
        }
    }

    /** Whether it is the answer to a defect. */
    static boolean broke(Reply reply) {
        return reply instanceof Reply.Several(List<Reply> parts) && parts.contains(BROKE);
    }

    /** The answer to what a command has thrown: a homeserver that is away is no defect of ours. */
    Reply failed(String command, Throwable cause) {
        if (!isAway(cause)) {
            return broken(command, cause);
        }
        LOG.atWarn()
                .addKeyValue("command", command)
                .addKeyValue("why", cause.getMessage())
                .log("a command got no answer from the homeserver");
        return Reply.refuse(command + ": the homeserver does not answer. Try again in a minute.");
    }

    private static boolean isAway(Throwable cause) {
        return switch (cause) {
            case HttpFailure failure ->
                switch (failure.kind()) {
                    case CONNECT, TIMEOUT, BROKEN -> true;
                    case TOO_LARGE, ADDRESS, INTERRUPTED -> false;
                };
            case MatrixException refusal -> refusal.limited() || refusal.unwell();
            default -> false;
        };
    }

    /** The answer to a defect of ours. */
    Reply broken(String command, Throwable cause) {
        String code = random.ints(6, 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(Collectors.joining());
        LOG.atError()
                .addKeyValue("command", command)
                .addKeyValue("code", code)
                .setCause(cause)
                .log("a command broke");
        return new Reply.Several(List.of(BROKE, Reply.say("Something broke (code %s). It is logged.".formatted(code))));
    }
}
