package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.calm.Digest;
import org.lotusguild.lotus.webhooks.calm.Filter;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.sender.Speaker;

/**
 * What the night held back becomes one message a hook, room and speaker. That is a delivery of its own: it is stored as those are ended
 * that it tells of, so that each is told of once.
 */
final class Mornings {
    private static final int HELD = 500;

    private final Means means;
    private final Database database;
    private final PostStore posts;
    private final Ends ends;
    private final DeliveryIds ids;

    Mornings(Means means, Database database, PostStore posts, Ends ends) {
        this.means = means;
        this.database = database;
        this.posts = posts;
        this.ends = ends;
        this.ids = new DeliveryIds(means.clock(), means.random());
    }

    private record Digested(Hook hook, RoomId room, Target target, Speaker speaker) {}

    void look(Instant now) {
        boolean night = means.rules()
                .night()
                .filter(hours -> hours.holds(Level.NEUTRAL, now))
                .isPresent();
        if (night) {
            return;
        }
        Map<Digested, List<Notice>> digests = new LinkedHashMap<>();
        List<Load> told = new ArrayList<>();
        for (Delivery held : database.read(tx -> means.deliveries().in(tx, State.HELD, HELD))) {
            sort(held, digests).ifPresent(told::add);
        }
        if (!told.isEmpty()) {
            database.run(tx -> {
                digests.forEach((where, notices) -> store(tx, where, Digest.of(notices)));
                told.forEach(load -> ends.done(tx, load, State.SENT));
            });
        }
    }

    private void store(Tx tx, Digested where, Notice digest) {
        Instant now = means.clock().instant();
        means.deliveries()
                .insert(
                        tx,
                        List.of(means.deliveries()
                                .fresh(ids.next(), now, Ready.post(where.hook(), where.target(), digest))));
    }

    /** @return empty if no digest tells of it: it goes its usual way, or waits until the homeserver says which room it means */
    private Optional<Load> sort(Delivery held, Map<Digested, List<Notice>> digests) {
        Optional<Hook> hook = means.hooks().named(held.hook()).map(Known::hook);
        try {
            Optional<Load> load = hook.flatMap(known -> sort(known, held, digests));
            if (load.isEmpty()) {
                release(held);
            }
            return load;
        } catch (MatrixException | HttpFailure away) {
            return Optional.empty();
        }
    }

    private void release(Delivery held) {
        database.run(tx -> means.deliveries().move(tx, held.id(), State.PENDING));
    }

    private Optional<Load> sort(Hook hook, Delivery held, Map<Digested, List<Notice>> digests) {
        Speaker speaker = means.face().speaker(hook, held);
        Load load = new Load(held, hook, speaker, means.face(), 1);
        Map<Digested, List<Notice>> wanting = new HashMap<>();
        for (Target target : hook.targets()) {
            List<Notice> notices = notices(load, target);
            Optional<RoomId> room = means.rooms().room(target.room());
            boolean wanted = notices.stream().anyMatch(told -> Filter.wants(target, told, false));
            boolean named =
                    wanting.keySet().stream().map(Digested::room).anyMatch(other -> room.equals(Optional.of(other)));
            if (wanted && !named && room.isPresent() && fresh(held, room.get())) {
                wanting.put(new Digested(hook, room.get(), target, speaker), notices);
            }
        }
        wanting.forEach((where, notices) ->
                digests.computeIfAbsent(where, key -> new ArrayList<>()).addAll(notices));
        return wanting.isEmpty() ? Optional.empty() : Optional.of(load);
    }

    /** None where a defect lets nothing be made of it: it goes its usual way then, and ends there. */
    private static List<Notice> notices(Load load, Target target) {
        try {
            return load.notices(target);
        } catch (RuntimeException | StackOverflowError defect) {
            return List.of();
        }
    }

    private boolean fresh(Delivery held, RoomId room) {
        return database.read(tx -> posts.of(tx, held.id(), room)).isEmpty();
    }
}
