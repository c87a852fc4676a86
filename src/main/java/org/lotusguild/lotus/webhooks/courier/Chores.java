package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.calm.Digest;
import org.lotusguild.lotus.webhooks.calm.Filter;
import org.lotusguild.lotus.webhooks.calm.Flapping;
import org.lotusguild.lotus.webhooks.calm.Flaps;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.sender.Speaker;

/** What comes due by the clock alone: how flapping things stand now, the night's digest, and forgetting. */
final class Chores {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final Duration ROOTS = Duration.ofDays(7);
    private static final Duration DEAD = Duration.ofDays(30);
    private static final int HELD = 500;

    private final Means means;
    private final Database database;
    private final PostStore posts;
    private final RootStore roots;
    private final CalmStore calm;
    private final Consumer<List<Errand>> set;
    private final DeliveryIds ids;
    private final Expiries expiries;
    /** What was given out already. */
    private final Set<Object> given = new HashSet<>();

    private Instant looked = Instant.EPOCH;
    private Instant tidied = Instant.EPOCH;

    Chores(
            Means means,
            Database database,
            PostStore posts,
            RootStore roots,
            CalmStore calm,
            Consumer<List<Errand>> set) {
        this.means = means;
        this.database = database;
        this.posts = posts;
        this.roots = roots;
        this.calm = calm;
        this.set = set;
        this.ids = new DeliveryIds(means.clock(), means.random());
        this.expiries = new Expiries(means.hooks(), database, means.bot(), means.admins());
    }

    void look() {
        Instant now = means.clock().instant();
        if (now.isBefore(looked.plus(EVERY))) {
            return;
        }
        looked = now;
        boolean tidy = !now.isBefore(tidied.plus(TIDY));
        flaps(now);
        morning(now);
        if (tidy) {
            tidied = now;
            given.clear();
            expiries.look(now);
            database.run(tx -> {
                roots.forgetBefore(tx, now.minus(ROOTS));
                calm.forgetOver(tx, now);
                means.deliveries().prune(tx, now.minus(means.rules().keep()), now.minus(DEAD), now);
                posts.forgetLost(tx);
            });
        }
    }

    private void flaps(Instant now) {
        for (CalmStore.Spot spot : database.read(tx -> calm.over(tx, CalmStore.Kind.FLAP, now))) {
            Optional<Flapping> state = database.read(tx -> calm.find(tx, spot, Flapping.class));
            Optional<Notice> stands = state.flatMap(flapping -> Flaps.settle(flapping, now));
            Optional<Hook> hook = hook(spot.hook());
            Optional<Target> target = hook.flatMap(there -> target(there, spot.room()));
            if (stands.isEmpty() || target.isEmpty()) {
                database.run(tx -> calm.forget(tx, spot));
            } else if (given.add(List.of(spot, state.get().restsAt()))) {
                set.accept(List.of(Errand.of(load(hook.get(), stands.get()), target.get(), spot.room())));
            }
        }
    }

    private Optional<Hook> hook(String name) {
        return means.hooks().named(name).map(Known::hook);
    }

    private Optional<Target> target(Hook hook, RoomId room) {
        return hook.targets().stream()
                .filter(target -> means.rooms().room(target.room()).equals(Optional.of(room)))
                .findFirst();
    }

    private Load load(Hook hook, Notice notice) {
        Delivery made = new Delivery(
                ids.next(),
                hook.name(),
                means.clock().instant(),
                Json.object(),
                new Posted("", "", Map.of(), Map.of()),
                0);
        Speaker speaker = means.face().speaker(hook, notice.service());
        return new Load(made, hook, speaker, new Ready(notice, speaker), 1);
    }

    private record Digested(Hook hook, RoomId room, Speaker speaker) {}

    /** What the night held back becomes one message a hook, room and speaker. */
    private void morning(Instant now) {
        boolean night = means.rules()
                .night()
                .filter(hours -> hours.holds(Level.NEUTRAL, now))
                .isPresent();
        if (night) {
            return;
        }
        Map<Digested, List<Load>> digests = new LinkedHashMap<>();
        for (Delivery held : database.read(tx -> means.deliveries().in(tx, State.HELD, HELD))) {
            if (given.add(held.id())) {
                sort(held, digests);
            }
        }
        digests.forEach((where, loads) -> {
            Optional<Target> target = target(where.hook(), where.room());
            target.ifPresent(there -> {
                List<Notice> notices = loads.stream()
                        .flatMap(load -> load.notices(there).stream())
                        .toList();
                set.accept(
                        List.of(Errand.covering(load(where.hook(), Digest.of(notices)), there, where.room(), loads)));
            });
        });
    }

    private void sort(Delivery held, Map<Digested, List<Load>> digests) {
        Optional<Hook> hook = hook(held.hook());
        if (hook.isEmpty()) {
            database.run(tx -> means.deliveries().move(tx, held.id(), State.PENDING));
            return;
        }
        Speaker speaker = means.face().speaker(hook.get(), held);
        Load made = new Load(held, hook.get(), speaker, means.face(), 1);
        List<RoomId> wanting = hook.get().targets().stream()
                .filter(target -> made.notices(target).stream().anyMatch(told -> Filter.wants(target, told, false)))
                .flatMap(target -> means.rooms().room(target.room()).stream())
                .distinct()
                .filter(room ->
                        database.read(tx -> posts.of(tx, held.id(), room)).isEmpty())
                .toList();
        if (wanting.isEmpty()) {
            database.run(tx -> means.deliveries().move(tx, held.id(), State.PENDING));
            return;
        }
        Load load = new Load(held, hook.get(), speaker, means.face(), wanting.size());
        wanting.forEach(
                room -> digests.computeIfAbsent(new Digested(hook.get(), room, speaker), where -> new ArrayList<>())
                        .add(load));
    }
}
