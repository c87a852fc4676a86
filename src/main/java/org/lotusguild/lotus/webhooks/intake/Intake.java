package org.lotusguild.lotus.webhooks.intake;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.server.Refusal;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Admission;
import org.lotusguild.lotus.webhooks.hook.Found;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.service.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes posts: who may post, what it says, stored before it is answered. Works in every process; the courier of one of them delivers.
 * For many threads.
 */
public final class Intake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    /** Bodies that are read at the same time, packed or not, share so much memory. */
    private static final int BODY_KIB = 32 << 10;

    private static final int WAITERS = 64;
    private static final int SHORT = 64 << 10;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final int GOTIFY_BITS = 31;

    private final WebhooksConfig config;
    private final Hooks hooks;
    private final Inbox inbox;
    private final Waiting waiting;
    private final Gate gate;
    private final Authenticator authenticator;
    private final Figures figures;
    private final InstantSource clock;
    private final Semaphore bodies = new Semaphore(BODY_KIB);
    private final Semaphore waiters = new Semaphore(WAITERS);

    /**
     * What it stands on.
     *
     * @param waiting told by the courier of this process
     */
    public record Ground(
            Hooks hooks,
            Database db,
            DeliveryStore store,
            Waiting waiting,
            Metrics metrics,
            InstantSource clock,
            SecureRandom random) {}

    public Intake(WebhooksConfig config, Ground ground) {
        this.config = config;
        this.hooks = ground.hooks();
        this.waiting = ground.waiting();
        this.clock = ground.clock();
        this.gate = new Gate(config.limits(), clock);
        this.authenticator = new Authenticator(clock);
        this.figures = new Figures(ground.metrics());
        Backlog backlog = new Backlog(
                ground.db(),
                ground.store(),
                clock,
                config.limits().maxPending(),
                config.limits().maxPendingBytes().bytes());
        figures.queue(backlog);
        this.inbox = new Inbox(ground.db(), ground.store(), clock, ground.random(), backlog, figures.batchRows());
        LOG.atInfo().addKeyValue("hooks", names(hooks)).log("hooks take posts");
    }

    private static String names(Hooks hooks) {
        return hooks.all().stream().map(known -> known.hook().name()).collect(Collectors.joining(", "));
    }

    /** @param gotify whether the sender takes us for a Gotify */
    Response answer(Request request, String id, boolean gotify) {
        return answer(request, hooks.find(id), gotify);
    }

    /** Empty where the address is none of ours; asking for it counts all the same. */
    Optional<Response> answerIfKnown(Request request, String id) {
        Found found = hooks.find(id);
        if (found instanceof Found.Unknown) {
            gate.limited(request.remote());
            return Optional.empty();
        }
        return Optional.of(answer(request, found, false));
    }

    private Response answer(Request request, Found found, boolean gotify) {
        long start = System.nanoTime();
        Visit visit = new Visit(request, gotify);
        Answer answer = visit.answer(found);
        figures.answered(visit.service, answer.outcome(), Duration.ofNanos(System.nanoTime() - start));
        return (answer.read() || !visit.bodyComes() ? answer : answer.hangingUp()).response();
    }

    /** Takes no more; what was taken is stored. */
    @Override
    public void close() {
        inbox.close();
    }

    /** One request on its way in. */
    private final class Visit {
        private final Request request;
        private final boolean gotify;
        private Service service = Service.GENERIC;

        Visit(Request request, boolean gotify) {
            this.request = request;
            this.gotify = gotify;
        }

        boolean bodyComes() {
            return request.header("transfer-encoding").isPresent() || length() > SHORT;
        }

        private long length() {
            try {
                return Long.parseLong(request.header("content-length").orElse("0"));
            } catch (NumberFormatException e) {
                return Long.MAX_VALUE;
            }
        }

        Answer answer(Found found) {
            if (!List.of("POST", "PUT", "GET").contains(request.method())) {
                return gate.limited(request.remote()).orElseGet(() -> Answer.method(true));
            }
            return switch (gate.enter(found, request.method(), request.remote())) {
                case Gate.Entry.Out out -> out.answer();
                case Gate.Entry.In in -> admitted(in.hook(), in.admission());
            };
        }

        private Answer admitted(Hook hook, Admission admission) {
            service = hook.service().flatMap(Service::of).orElse(Service.GENERIC);
            if (length() > admission.maxBody()) {
                return Answer.tooLarge(admission.maxBody());
            }
            int weight = weight(admission);
            if (!bodies.tryAcquire(weight)) {
                return Answer.unavailable("Too many requests at a time", SOON).hangingUp();
            }
            AtomicInteger held = new AtomicInteger(weight);
            Runnable release = () -> bodies.release(held.getAndSet(0));
            try {
                Optional<byte[]> body = request.method().equals("GET")
                        ? Optional.empty()
                        : Optional.of(request.body(admission.maxBody()));
                return switch (read(hook, admission, body)) {
                    case Read.Post post -> stored(hook, post.accepted(), release);
                    case Read.Stranger stranger -> Answer.unauthorized();
                };
            } catch (Undecodable why) {
                return Answer.undecodable(why);
            } catch (Refusal refusal) {
                return refusal.status() == 413 ? Answer.tooLarge(admission.maxBody()) : Answer.brokenOff();
            } finally {
                release.run();
            }
        }

        /** In KiB; what is packed, or comes without a length, may become as large as it may. */
        private int weight(Admission admission) {
            boolean known = request.header("content-encoding").isEmpty()
                    && request.header("transfer-encoding").isEmpty();
            long bytes = known ? length() : admission.maxBody();
            return 1 + Math.toIntExact(bytes >> 10);
        }

        /** Who shows what is wanted has his body decoded. */
        private Read read(Hook hook, Admission admission, Optional<byte[]> body) {
            return switch (authenticator.check(admission.auth(), request::header, body)) {
                case Authenticator.Verdict.Passed passed ->
                    new Read.Post(post(hook, admission, body, passed.signature()));
                case Authenticator.Verdict.Failed failed -> {
                    gate.failed(request.remote());
                    yield new Read.Stranger();
                }
            };
        }

        private Accepted post(
                Hook hook, Admission admission, Optional<byte[]> body, Optional<Accepted.Seen> signature) {
            JsonNode payload =
                    body.<JsonNode>map(bytes -> decoded(bytes, admission)).orElseGet(this::query);
            Posted posted = Envelope.of(request, admission.auth());
            String agent = request.header("user-agent").orElse("");
            Recognition.Recognised known = Recognition.of(hook, payload, agent, clock.instant());
            service = known.service();
            List<Accepted.Seen> seen = new ArrayList<>();
            signature.ifPresent(seen::add);
            Sameness.of(payload, request.header("idempotency-key"), known.once())
                    .ifPresent(seen::add);
            return new Accepted(
                    hook.name(),
                    payload,
                    posted,
                    body.map(bytes -> bytes.length).orElse(0),
                    seen);
        }

        private JsonNode decoded(byte[] body, Admission admission) {
            return BodyDecoder.decode(
                    request.header("content-type").orElse(""),
                    request.header("content-encoding").orElse(""),
                    body,
                    admission.maxBody());
        }

        private ObjectNode query() {
            ObjectNode fields = Json.object();
            request.query().forEach((name, values) -> values.forEach(value -> FormBody.add(fields, name, value)));
            return fields;
        }

        /** @param release of the memory for its body, once that is stored */
        private Answer stored(Hook hook, Accepted post, Runnable release) {
            String id = inbox.nextId();
            boolean waits = hook.waits() && !gotify && waiters.tryAcquire();
            try {
                return waits ? waited(id, post, release) : settled(hook, id, inbox.accept(id, post));
            } finally {
                if (waits) {
                    waiters.release();
                }
            }
        }

        private Answer waited(String id, Accepted post, Runnable release) {
            try (Waiting.Ticket ticket = waiting.expect(id)) {
                Inbox.Kept kept = inbox.accept(id, post);
                release.run();
                return switch (kept) {
                    case STORED ->
                        ticket.await(config.limits().wait_()).map(Answer::of).orElseGet(Answer::queued);
                    case DUPLICATE -> Answer.duplicate(true);
                    case FULL -> full();
                    case AWAY -> away();
                };
            }
        }

        private Answer settled(Hook hook, String id, Inbox.Kept kept) {
            return switch (kept) {
                case STORED ->
                    gotify
                            ? Answer.gotify(Answered.ACCEPTED, number(id))
                            : hook.waits() ? Answer.queued() : Answer.accepted();
                case DUPLICATE ->
                    gotify ? Answer.gotify(Answered.DUPLICATE, number(id)) : Answer.duplicate(hook.waits());
                case FULL -> full();
                case AWAY -> away();
            };
        }
    }

    private static Answer full() {
        return Answer.unavailable("Too many messages wait already", LATER);
    }

    private static Answer away() {
        return Answer.unavailable("The message cannot be stored now", LATER);
    }

    private static long number(String id) {
        return id.hashCode() & (1L << GOTIFY_BITS) - 1;
    }

    /** What a body is. */
    private sealed interface Read {

        record Post(Accepted accepted) implements Read {}

        record Stranger() implements Read {}
    }
}
