package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;

/**
 * A notice that nobody posted: the night's digest, or how a thing stands after it went back and forth. It is a delivery like any other,
 * and as safe.
 *
 * @param room the only one that gets it, as the hook writes it
 */
record Ready(Face usual, String room, Notice notice) implements Face {
    /** No request has it: only those of the hooks' addresses are taken. */
    private static final String METHOD = "OWN";

    record Kept(String room, Notice notice) {}

    static Accepted post(Hook hook, Target target, Notice notice) {
        Posted own = new Posted(METHOD, "application/json", Map.of(), Map.of());
        return new Accepted(hook.name(), Json.tree(new Kept(target.room(), notice)), own, 0, List.of());
    }

    /** Its own face if it is one, else the usual one. */
    static Face face(Face usual, Delivery delivery) {
        if (!delivery.posted().method().equals(METHOD)) {
            return usual;
        }
        Kept kept = Json.read(delivery.payload(), Kept.class);
        return new Ready(usual, kept.room(), kept.notice());
    }

    @Override
    public List<Target> targets(Hook hook) {
        return hook.targets().stream()
                .filter(target -> target.room().equals(room))
                .toList();
    }

    @Override
    public Speaker speaker(Hook hook, Delivery delivery) {
        return usual.speaker(hook, notice.service());
    }

    @Override
    public Speaker speaker(Hook hook, String service) {
        return usual.speaker(hook, service);
    }

    @Override
    public Made made(Hook hook, Delivery delivery) {
        Made.Piece piece = new Made.Piece(Rendered.of(notice), Optional.of(room));
        return new Made(List.of(piece), true, Optional.empty(), false, Optional.empty());
    }

    @Override
    public Rendered again(Hook hook, Delivery delivery, Root root) {
        return Rendered.of(notice);
    }
}
