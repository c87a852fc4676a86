package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.webhooks.calm.Grouping;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Images;
import org.lotusguild.lotus.webhooks.hook.Lifecycle;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.sender.Sender;
import tools.jackson.databind.node.ObjectNode;

/** Asks the homeserver what must be known before anything is decided: whether a root is still there; and a picture with words. */
final class Scout {
    private final Bench bench;
    private final RoomId room;

    Scout(Bench bench, RoomId room) {
        this.bench = bench;
        this.room = room;
    }

    Errand prepared(Sender sender, Errand taken) {
        List<Notice> notices = notices(taken);
        Errand errand = taken.into(sender.account().rooms(), notices);
        boolean stands = notices.stream()
                .flatMap(notice -> notice.correlation().stream())
                .map(about -> stands(sender, errand, about.key()))
                .reduce(false, Boolean::logicalOr);
        lookAtGroups(sender, errand, notices);
        boolean captioned = errand.load().hook().images() == Images.CAPTION
                && errand.picture().isEmpty();
        if (!captioned || notices.size() != 1 || stands) {
            return errand;
        }
        Optional<ObjectNode> picture =
                bench.uploads().picture(sender.account(), room, errand.load().hook(), notices.getFirst());
        return picture.map(errand::picture).orElse(errand);
    }

    /** None too where a defect lets nothing be made of it: whoever plans it meets that again, and ends the delivery. */
    private static List<Notice> notices(Errand errand) {
        try {
            return errand.load().notices(errand.target());
        } catch (RuntimeException | StackOverflowError defect) {
            return List.of();
        }
    }

    /** Who joins a group whose message is gone would change what nobody sees. */
    private void lookAtGroups(Sender sender, Errand errand, List<Notice> notices) {
        Hook hook = errand.load().hook();
        if (hook.lifecycle() == Lifecycle.OFF) {
            return;
        }
        Instant earliest = bench.clock().instant().minus(Grouping.longest(hook.groupWindow()));
        notices.stream()
                .flatMap(notice -> Grouping.name(notice).stream())
                .map(Roots::group)
                .distinct()
                .filter(key -> joinable(errand, key, earliest))
                .forEach(key -> stands(sender, errand, key));
    }

    private boolean joinable(Errand errand, String key, Instant earliest) {
        return bench.database()
                .read(tx -> bench.roots().find(tx, new RootStore.Thing(errand.hook(), room, key)))
                .filter(standing -> !standing.root().opened().isBefore(earliest))
                .isPresent();
    }

    /** Whether a message stands open for it; one that is gone is forgotten. */
    private boolean stands(Sender sender, Errand errand, String key) {
        RootStore.Thing thing = new RootStore.Thing(errand.hook(), room, key);
        Optional<RootStore.Standing> standing =
                bench.database().read(tx -> bench.roots().find(tx, thing)).filter(RootStore.Standing::open);
        Optional<EventId> event = standing.flatMap(RootStore.Standing::event);
        if (event.isPresent() && gone(sender, event.get())) {
            bench.database().run(tx -> bench.roots().forget(tx, thing));
            return false;
        }
        return standing.isPresent();
    }

    /** Redacted, or not to be seen any more. */
    private boolean gone(Sender sender, EventId event) {
        try {
            return sender.account()
                    .rooms()
                    .event(room, event)
                    .map(there -> switch (there) {
                        case Incoming.Unknown unknown -> true;
                        case Incoming.Undecryptable(var meta, Decrypted.Reason reason) ->
                            reason == Decrypted.Reason.MALFORMED || reason == Decrypted.Reason.UNKNOWN_ALGORITHM;
                        case Incoming.Message _,
                                Incoming.Reaction _,
                                Incoming.Edit _,
                                Incoming.Redaction _,
                                Incoming.Membership _,
                                Incoming.StateChange _,
                                Incoming.PollVote _ -> false;
                    })
                    .orElse(true);
        } catch (MatrixException refusal) {
            if (refusal.limited() || refusal.unwell()) {
                throw refusal;
            }
            return true;
        }
    }
}
