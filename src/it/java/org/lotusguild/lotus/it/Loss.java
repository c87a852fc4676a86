package org.lotusguild.lotus.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts to a hook while the program is killed with {@code kill -9} at random moments, the homeserver is away now and then and takes
 * no more than so many events a second, and the disk is full for a while: what was acknowledged must be in the room once.
 */
final class Loss implements AutoCloseable {
    private static final int SEED = 20261125;
    private static final int MOMENT_MS = 1_000;
    private static final Duration SETTLES = Duration.ofSeconds(3);
    private static final Duration LAST = Duration.ofSeconds(60);
    private static final Pattern POST = Pattern.compile("post (\\d+)");

    private final LossPlan plan;
    private final ExistingServer server;
    private final Optional<SmallVolume> volume;
    /** No kill while the disk is full: that is told apart. */
    private final Lock lives = new ReentrantLock();

    private final Crowd crowd;
    private final String room;
    private final Posting posting;

    private Loss(LossPlan plan, ExistingServer server, Optional<SmallVolume> volume) {
        this.plan = plan;
        this.server = server;
        this.volume = volume;
        this.crowd = new Crowd(server.homeserver(), 1);
        crowd.register();
        ObjectNode wish = Json.object().put("preset", "public_chat").put("room_alias_name", "posts");
        this.room = Json.string(crowd.as(0, "POST", "/_matrix/client/v3/createRoom", wish), "room_id").orElseThrow();
        this.posting = new Posting(server.lotus().home().publicPort(), "/webhook/the-id", plan.posts());
    }

    static Loss prepare(LossPlan plan) {
        AtomicReference<Optional<SmallVolume>> volume = new AtomicReference<>(Optional.empty());
        ExistingServer server = ExistingServer.startLimiting(plan.messagesASecond(), Crowd.REGISTRATION, home -> {
            configure(plan, home);
            if (!plan.full().isZero()) {
                Path at = home.directory().resolve("small");
                volume.set(Optional.of(SmallVolume.mounted(at)));
                home.database(at.resolve("lotus.db"));
            }
        });
        try {
            return new Loss(plan, server, volume.get());
        } catch (RuntimeException | Error e) {
            server.close();
            volume.get().ifPresent(SmallVolume::close);
            throw e;
        }
    }

    private static void configure(LossPlan plan, Home home) {
        home.secret("hook", "the-id");
        home.append("""
                webhooks:
                  limits: {per-hook: %d/s burst %d, per-address: off}
                  hooks: [{name: numbers, id: {file: secrets/hook}, rooms: [{room: "#posts:lotus.test"}]}]
                """.formatted(plan.postsASecond(), plan.postsASecond()));
    }

    LossVerdict run() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> posts = threads.submit(posting::run);
            Future<?> outages = threads.submit(this::outages);
            kills();
            ended(posts);
            ended(outages);
        }
        server.lotus().awaitReady();
        // The first question makes it count.
        waiting();
        Await.elapsed(SETTLES);
        Await.happens(limit(), () -> waiting() == 0);
        Await.happens(LAST, () -> verdict().lost().isEmpty());
        return verdict();
    }

    private Duration limit() {
        return Duration.ofMinutes(3).plus(plan.outage().multipliedBy(plan.outages())).plusMillis(plan.posts() * 500L);
    }

    private void awaitAcknowledged(int part, int parts) {
        int wanted = plan.posts() * part / parts;
        Await.until(limit(), wanted + " acknowledged posts", () -> posting.acknowledged().size() >= wanted);
    }

    /** Half of them while posts come in, the others while the rest is delivered. */
    private void kills() {
        Random moments = new Random(SEED);
        int early = (plan.kills() + 1) / 2;
        int gap = 1_000 * plan.posts() / plan.messagesASecond() / (plan.kills() - early + 1);
        for (int kill = 1; kill <= plan.kills(); kill++) {
            awaitAcknowledged(Math.min(kill, early + 1), early + 1);
            Await.elapsed(Duration.ofMillis(moments.nextInt(kill <= early ? MOMENT_MS : gap)));
            lives.lock();
            try {
                if (!server.lotus().running()) {
                    throw new AssertionError("it ended by itself:\n" + server.lotus().output());
                }
                server.lotus().killAtOnce();
                server.lotus().begin();
            } finally {
                lives.unlock();
            }
        }
    }

    private void outages() {
        for (int outage = 1; outage <= plan.outages(); outage++) {
            awaitAcknowledged(outage, plan.outages() + 1);
            server.stopHomeserver();
            Await.elapsed(plan.outage());
            server.resumeHomeserver();
            Await.elapsed(plan.outage());
            if (outage == 1) {
                volume.ifPresent(this::full);
            }
        }
    }

    /** It must run, or nothing would be refused for it; and go on when there is room again. */
    private void full(SmallVolume disk) {
        lives.lock();
        try {
            server.lotus().awaitReady();
            disk.fill();
            Await.elapsed(plan.full());
            disk.makeRoom();
        } finally {
            lives.unlock();
        }
    }

    private static void ended(Future<?> part) throws InterruptedException {
        try {
            part.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Posts that are not delivered yet. */
    private double waiting() {
        return server.lotus().home().metrics().lines()
                .filter(line -> line.startsWith("lotus_webhook_queue_rows{") && !line.contains("\"dead\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What came of events on their way since the last start, also how often the homeserver told a sender to wait. */
    String slowed() {
        return String.join(
                "; ",
                server.lotus().home().metrics().lines()
                        .filter(line -> line.startsWith("lotus_matrix_send_total{"))
                        .toList());
    }

    private LossVerdict verdict() {
        return new LossVerdict(posting.acknowledged(), posting.unanswered(), posting.refused(), there());
    }

    private Map<Integer, Integer> there() {
        Map<Integer, Integer> there = new HashMap<>();
        for (ObjectNode event : crowd.history(0, room)) {
            Matcher post = POST.matcher(Json.string(event, "content", "body").orElse(""));
            if (post.matches()) {
                there.merge(Integer.valueOf(post.group(1)), 1, Integer::sum);
            }
        }
        return there;
    }

    @Override
    public void close() {
        server.close();
        volume.ifPresent(SmallVolume::close);
    }
}
