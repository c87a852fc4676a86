package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Sender;

/** The messages that stand for things in one errand's room, as far as its sender wrote them. In the caller's transaction. */
final class Roots {
    private final Tx tx;
    private final RootStore store;
    private final Errand errand;
    private final UserId account;
    private final Instant now;

    Roots(Tx tx, RootStore store, Errand errand, Sender sender, Instant now) {
        this.tx = tx;
        this.store = store;
        this.errand = errand;
        this.account = sender.account().user();
        this.now = now;
    }

    private RootStore.Thing thing(String key) {
        return new RootStore.Thing(errand.load().hook().name(), errand.room(), key);
    }

    Optional<RootStore.Standing> standing(String key) {
        return store.find(tx, thing(key)).filter(root -> root.account().equals(account));
    }

    boolean pending(String key) {
        return pending(standing(key));
    }

    /** The homeserver does not have it yet. */
    static boolean pending(Optional<RootStore.Standing> standing) {
        return standing.filter(root -> root.event().isEmpty()).isPresent();
    }

    /** In whose thread a message about this goes. */
    Optional<EventId> thread(Correlation about) {
        return about.thread()
                .flatMap(this::standing)
                .filter(RootStore.Standing::open)
                .flatMap(RootStore.Standing::event);
    }

    void keep(Moves.After after, String key) {
        switch (after) {
            case Moves.After.Same() -> {}
            case Moves.After.Opened(Root root, boolean closed) ->
                store.open(tx, thing(key), account, errand.load().id(), root, closed);
            case Moves.After.Changed(Root root, boolean closed) ->
                store.update(tx, thing(key), errand.load().id(), root, closed, now);
        }
    }

    void forget(String key) {
        store.forget(tx, thing(key));
    }

    Optional<RootStore.Standing> ofGroup(String name) {
        return standing(group(name));
    }

    void opensGroup(String name, Root root) {
        keep(new Moves.After.Opened(root, false), group(name));
    }

    /** The message stands for the group from now on, and for nothing else. */
    void standsFor(String name, RootStore.Standing shared) {
        store.forgetOthers(tx, shared.delivery(), errand.room(), group(name));
    }

    /** Under which key the message of a group stands. */
    static String group(String name) {
        return "group " + name;
    }
}
