package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.calm.Flapping;
import org.lotusguild.lotus.webhooks.calm.Flaps;
import org.lotusguild.lotus.webhooks.calm.Group;
import org.lotusguild.lotus.webhooks.calm.Grouping;
import org.lotusguild.lotus.webhooks.calm.Hour;
import org.lotusguild.lotus.webhooks.calm.Placement;
import org.lotusguild.lotus.webhooks.notice.Notice;

/** The rules that keep a room calm, with what they remember of one errand's hook and room. In the caller's transaction. */
final class CalmRules {
    private static final Duration GROUP_KEPT = Duration.ofMinutes(10);
    private static final Duration HOUR_KEPT = Duration.ofHours(2);

    private final Tx tx;
    private final CalmStore store;
    private final Errand errand;
    private final Instant now;

    CalmRules(Tx tx, CalmStore store, Errand errand, Instant now) {
        this.tx = tx;
        this.store = store;
        this.errand = errand;
        this.now = now;
    }

    private CalmStore.Spot spot(CalmStore.Kind kind, String name) {
        return new CalmStore.Spot(errand.load().hook().name(), errand.room(), kind, name);
    }

    /**
     * What the room is told of a thing that may go back and forth; empty if it is spared.
     *
     * @param key of the thing
     */
    Optional<Notice> damped(Notice notice, String key) {
        CalmStore.Spot spot = spot(CalmStore.Kind.FLAP, key);
        Optional<Flapping> state = store.find(tx, spot, Flapping.class);
        if (!Flaps.concerns(notice, state)) {
            return Optional.of(notice);
        }
        Flaps.Step step = Flaps.step(state, notice, now);
        store.keep(tx, spot, step.state(), step.state().restsAt());
        return step.deliver();
    }

    /** Where a notice of a group would go. */
    Placement placement(Notice notice, String group) {
        Optional<Group> standing = store.find(tx, spot(CalmStore.Kind.GROUP, group), Group.class);
        return Grouping.place(standing, notice, now, errand.load().hook().groupWindow());
    }

    /** It went there. */
    void placed(String group, Placement placement) {
        store.keep(tx, spot(CalmStore.Kind.GROUP, group), placement.group(), now.plus(GROUP_KEPT));
    }

    /**
     * The notice, or the line that counts it.
     *
     * @param most messages an hour
     */
    Notice counted(Notice notice, int most) {
        CalmStore.Spot spot = spot(CalmStore.Kind.HOUR, "");
        Hour.Step step = Hour.step(
                store.find(tx, spot, Hour.class), most, errand.load().hook().name(), notice, now);
        store.keep(tx, spot, step.state(), now.plus(HOUR_KEPT));
        return step.deliver();
    }
}
