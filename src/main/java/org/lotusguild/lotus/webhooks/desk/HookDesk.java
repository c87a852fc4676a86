package org.lotusguild.lotus.webhooks.desk;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Past;
import org.lotusguild.lotus.webhooks.delivery.PastStore;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.hook.Auth;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.Made;
import org.lotusguild.lotus.webhooks.hook.MadeHook;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.service.Service;

/** The verbs of {@code lotus hook} and of the admin room. For many threads. */
public final class HookDesk {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST = 1_000;
    /** The longest that dead letters are kept. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Hooks hooks;
    private final Database db;
    private final DeliveryStore deliveries;
    private final DeliveryIds ids;
    private final InstantSource clock;
    private final int shown;
    private final Rehearsal rehearsal;

    /**
     * @param shown deliveries of a hook in its history
     * @param rehearsal of scripts that are saved
     */
    public HookDesk(
            Hooks hooks,
            Database db,
            DeliveryStore deliveries,
            DeliveryIds ids,
            InstantSource clock,
            int shown,
            Rehearsal rehearsal) {
        this.hooks = hooks;
        this.db = db;
        this.deliveries = deliveries;
        this.ids = ids;
        this.clock = clock;
        this.shown = shown;
        this.rehearsal = rehearsal;
    }

    /** All of them, those of the file first. */
    public List<HookLine> list() {
        Instant since = clock.instant().minus(DAY);
        return db.read(
                tx -> hooks.all().stream().map(known -> line(tx, known, since)).toList());
    }

    public Optional<HookLine> show(String name) {
        Instant since = clock.instant().minus(DAY);
        return hooks.named(name).map(known -> db.read(tx -> line(tx, known, since)));
    }

    private HookLine line(Tx tx, Known known, Instant since) {
        PastStore.Summary summary = deliveries.past().summary(tx, known.hook().name(), since);
        return new HookLine(
                known.hook().name(),
                known.hook().service(),
                known.hook().targets().stream().map(Target::room).toList(),
                known.origin(),
                known.switches().enabled(),
                known.hook().transform().isPresent(),
                known.switches().problem(),
                known.hook().expires(),
                summary.last(),
                summary.counts());
    }

    /**
     * A hook as it is wished for.
     *
     * @param room an id, an alias or a key of {@code guild.rooms}
     * @param service absent: recognised
     * @param life absent: for ever
     * @param auth what a sender has to show besides the address
     * @param transform a script's source; takes the place of the one that the hook has
     */
    public record Wish(
            String name,
            String room,
            Optional<String> service,
            Optional<Duration> life,
            Optional<Auth.Kind> auth,
            Optional<String> transform) {}

    /** @param warning how its script failed when it was tried, which may be meant */
    public record Saved(Made made, Optional<String> warning) {
        static Saved refused(String why) {
            return new Saved(new Made.Refused(why), Optional.empty());
        }
    }

    public Saved create(Wish wish) {
        Optional<String> stranger =
                wish.service().filter(s -> !s.equals("auto") && Service.of(s).isEmpty());
        if (stranger.isPresent()) {
            return Saved.refused("there is no service " + stranger.get() + "; known are " + services());
        }
        return switch (rehearsed(wish.name(), wish.service(), wish.transform())) {
            case Rehearsal.Verdict.Good() -> new Saved(made(wish), Optional.empty());
            case Rehearsal.Verdict.Doubtful doubt -> new Saved(made(wish), Optional.of(doubt.words()));
            case Rehearsal.Verdict.Refused(String why) -> Saved.refused("its script: " + why);
        };
    }

    private Rehearsal.Verdict rehearsed(String hook, Optional<String> service, Optional<String> script) {
        return script.map(source -> rehearsal.of(hook, service, source)).orElseGet(Rehearsal.Verdict.Good::new);
    }

    private Made made(Wish wish) {
        Instant now = clock.instant();
        MadeHook hook = MadeHook.of(wish.name(), wish.room(), now);
        hook = wish.service().filter(s -> !s.equals("auto")).map(hook::service).orElse(hook);
        hook = wish.life().map(now::plus).map(hook::expires).orElse(hook);
        hook = wish.transform().map(hook::transform).orElse(hook);
        return hooks.create(hook, List.of(), wish.auth());
    }

    private static String services() {
        return String.join(
                ", ", List.of(Service.values()).stream().map(Service::key).toList());
    }

    /** @param overlap how long the old address works beside the new one */
    public Made rotate(String name, Duration overlap) {
        return hooks.rotate(name, overlap);
    }

    /** As secret as a password. */
    public Optional<URI> address(String name) {
        return hooks.address(name);
    }

    /** The last deliveries, the newest first, masked; absent if there is no such hook. */
    public Optional<List<Past>> history(String name) {
        return hooks.named(name).map(known -> db.read(tx -> deliveries.past().history(tx, name, shown)));
    }

    /** @param more how many came later than these */
    public record Dead(List<Past> shown, long more) {
        public Dead {
            shown = List.copyOf(shown);
        }
    }

    /**
     * What could not be delivered, the oldest first, a thousand at most.
     *
     * @param after only those that came later than this delivery; empty: from the first
     */
    public Dead dead(Duration since, String after) {
        Instant from = clock.instant().minus(since);
        return db.read(tx -> {
            List<Past> shown = deliveries.past().dead(tx, from, after, MOST);
            String last = shown.isEmpty() ? after : shown.getLast().id();
            return new Dead(shown, deliveries.past().countDead(tx, from, last));
        });
    }

    /** As {@link #dead(Duration, String)}, of all that are kept. */
    public Dead dead(String after) {
        return dead(KEPT, after);
    }

    /** Lets them try again; answers how many of them were dead. */
    public int replay(List<String> deliveryIds) {
        Instant now = clock.instant();
        return db.inTransaction(tx -> Math.toIntExact(deliveryIds.stream()
                .filter(id -> deliveries.past().revive(tx, id, now))
                .count()));
    }

    /** Lets all try again that could not be delivered in this time; answers how many there were. */
    public int replayDead(Duration since) {
        Instant now = clock.instant();
        return db.inTransaction(tx -> deliveries.past().reviveAll(tx, now.minus(since), now));
    }

    /** As {@link #replayDead(Duration)}, all that are kept. */
    public int replayDead() {
        return replayDead(KEPT);
    }

    /** Posts the service's sample into the rooms of the hook; false if there is no such hook. */
    public boolean test(String name) {
        Optional<Known> known = hooks.named(name);
        known.ifPresent(hook -> post(hook, name));
        return known.isPresent();
    }

    private void post(Known known, String name) {
        Service service = known.hook().service().flatMap(Service::of).orElse(Service.MESSAGE);
        Posted posted = new Posted("POST", "application/json", Map.of(), Map.of());
        Accepted post = new Accepted(name, Samples.of(service, name), posted, 0, List.of());
        DeliveryStore.Fresh row = deliveries.fresh(ids.next(), clock.instant(), post);
        db.run(tx -> deliveries.insert(tx, List.of(row)));
    }

    public boolean disable(String name) {
        return hooks.disable(name, "switched off by an admin");
    }

    /** What came of the wish to switch a hook on. */
    public sealed interface Enabled {
        /** @param warning how its script failed when it was tried, which may be meant */
        record On(Optional<String> warning) implements Enabled {}

        /** @param why its script cannot be switched on, for people */
        record Refused(String why) implements Enabled {}

        /** There is none of this name. */
        record Unknown() implements Enabled {}
    }

    /** @param transform whether its script runs again, too */
    public Enabled enable(String name, boolean transform) {
        Optional<String> service = hooks.named(name).map(Known::hook).flatMap(hook -> hook.service());
        Optional<String> script = transform ? hooks.script(name) : Optional.empty();
        return switch (rehearsed(name, service, script)) {
            case Rehearsal.Verdict.Good() -> on(name, transform, Optional.empty());
            case Rehearsal.Verdict.Doubtful doubt -> on(name, transform, Optional.of(doubt.words()));
            case Rehearsal.Verdict.Refused(String why) -> new Enabled.Refused("its script: " + why);
        };
    }

    private Enabled on(String name, boolean transform, Optional<String> warning) {
        return hooks.enable(name, transform) ? new Enabled.On(warning) : new Enabled.Unknown();
    }

    /**
     * What still waits is dead with it: another hook may get its name, and other rooms.
     *
     * @return false where there is none, or where it stands in the file
     */
    public boolean remove(String name) {
        return hooks.remove(name, tx -> deliveries.deadOf(tx, name, clock.instant(), "the hook was removed"));
    }
}
