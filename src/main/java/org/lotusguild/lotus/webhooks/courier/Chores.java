package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.calm.Flapping;
import org.lotusguild.lotus.webhooks.calm.Flaps;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Notice;

/** What comes due by the clock alone: how flapping things stand now, the night's digest, and forgetting. */
final class Chores {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final Duration ROOTS = Duration.ofDays(7);
    private static final Duration DEAD = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final Means means;
    private final Database database;
    private final PostStore posts;
    private final RootStore roots;
    private final CalmStore calm;
    private final Mornings mornings;
    private final DeliveryIds ids;
    private final Expiries expiries;

    private Instant looked = Instant.EPOCH;
    private Instant tidied = Instant.EPOCH;

    Chores(Means means, Database database, PostStore posts, RootStore roots, CalmStore calm, Mornings mornings) {
        this.means = means;
        this.database = database;
        this.posts = posts;
        this.roots = roots;
        this.calm = calm;
        this.mornings = mornings;
        this.ids = new DeliveryIds(means.clock(), means.random());
        this.expiries = new Expiries(means.hooks(), database, means.bot(), means.admins());
    }

    void look() {
        Instant now = means.clock().instant();
        if (!due(looked, EVERY, now)) {
            return;
        }
        looked = now;
        database.read(tx -> calm.over(tx, CalmStore.Kind.FLAP, now)).forEach(spot -> rested(spot, now));
        mornings.look(now);
        if (due(tidied, TIDY, now)) {
            tidied = now;
            expiries.look(now);
            tidy(now);
        }
    }

    /** Also where the clock was put back since. */
    private static boolean due(Instant last, Duration every, Instant now) {
        return now.isBefore(last) || !now.isBefore(last.plus(every));
    }

    /** A thing has stopped to go back and forth. */
    private void rested(CalmStore.Spot spot, Instant now) {
        try {
            Optional<Hook> hook = means.hooks().named(spot.hook()).map(Known::hook);
            Optional<Target> target = hook.flatMap(known -> target(known, spot));
            database.run(tx -> {
                Optional<Notice> stands =
                        calm.find(tx, spot, Flapping.class).flatMap(flapping -> Flaps.settle(flapping, now));
                calm.forget(tx, spot);
                if (stands.isPresent() && target.isPresent()) {
                    store(tx, hook.orElseThrow(), target.get(), stands.get());
                }
            });
        } catch (MatrixException | HttpFailure away) {
            return; // the next look is soon
        }
    }

    private Optional<Target> target(Hook hook, CalmStore.Spot spot) {
        return hook.targets().stream()
                .filter(target -> means.rooms().room(target.room()).equals(Optional.of(spot.room())))
                .findFirst();
    }

    private void store(Tx tx, Hook hook, Target target, Notice notice) {
        Instant now = means.clock().instant();
        means.deliveries()
                .insert(tx, List.of(means.deliveries().fresh(ids.next(), now, Ready.post(hook, target, notice))));
    }

    private void tidy(Instant now) {
        database.run(tx -> {
            roots.forgetBefore(tx, now.minus(ROOTS));
            calm.forgetOver(tx, now);
            means.deliveries().past().prune(tx, now.minus(means.rules().keep()), now.minus(DEAD), now);
            for (Known known : means.hooks().all()) {
                means.deliveries()
                        .past()
                        .prune(tx, known.hook().name(), means.rules().perHook(), now.minus(DAY));
            }
            posts.forgetLost(tx);
        });
        means.pictures().forget();
    }
}
