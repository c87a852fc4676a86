package org.lotusguild.lotus.webhooks.courier;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.calm.Digest;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.lotusguild.lotus.webhooks.service.Service;

/** A delivery in the courier's hands, on its way into one room or several. */
final class Load {
    private static final int UNIT = 64 << 10;

    private final Delivery delivery;
    private final Hook hook;
    private final Speaker speaker;
    private final Face face;
    private final int rooms;
    private final Map<RoomId, Ending> endings = new HashMap<>();
    private @Nullable Made made;

    Load(Delivery delivery, Hook hook, Speaker speaker, Face face, int rooms) {
        this.delivery = delivery;
        this.hook = hook;
        this.speaker = speaker;
        this.face = face;
        this.rooms = rooms;
    }

    /** How many rooms it goes to. */
    int rooms() {
        return rooms;
    }

    /** Whether it tells of what the night held back. */
    boolean ofTheNight() {
        return face instanceof Ready ready && Digest.is(ready.notice());
    }

    Delivery delivery() {
        return delivery;
    }

    Hook hook() {
        return hook;
    }

    Speaker speaker() {
        return speaker;
    }

    String id() {
        return delivery.id();
    }

    /** Made once, by the first room that asks. */
    synchronized Made made() {
        Made known = made;
        if (known == null) {
            known = face.made(hook, delivery);
            made = known;
        }
        return known;
    }

    /** What it was made, if anybody has asked. */
    synchronized Optional<Made> known() {
        return Optional.ofNullable(made);
    }

    /** Who sent it, as far as that is known. */
    Service service() {
        return known().flatMap(known -> known.pieces().stream().findFirst())
                .flatMap(piece -> Service.of(piece.rendered().message().service()))
                .or(() -> Service.of(speaker.key()))
                .orElse(Service.GENERIC);
    }

    /** As it is told where something stands for the same thing. */
    Rendered again(Rendered before, Root root) {
        return made().fixed() ? before : face.again(hook, delivery, root);
    }

    /** What this room is told, in order. */
    List<Rendered> told(Target target) {
        return made().pieces().stream()
                .filter(piece -> piece.room().map(target.room()::equals).orElse(true))
                .map(Made.Piece::rendered)
                .toList();
    }

    /** What this room is told, in order. */
    List<Notice> notices(Target target) {
        return told(target).stream().map(Rendered::message).toList();
    }

    /** All rooms' ends once there are as many as rooms; the same again changes nothing. */
    synchronized Optional<Map<RoomId, Ending>> over(RoomId room, Ending ending) {
        endings.put(room, ending);
        return endings.size() < rooms ? Optional.empty() : Optional.of(Map.copyOf(endings));
    }

    /** What a sender is told who waits for it, now that it is there. */
    Waiting.Outcome outcome(State state) {
        return switch (state) {
            case SENT, FILTERED ->
                known().map(one -> new Waiting.Delivered(one.answer(), one.failed()))
                        .orElse(Waiting.Delivered.PLAIN);
            case PENDING, SENDING, HELD, RETRY -> new Waiting.Later();
            case DEAD -> new Waiting.Dead();
        };
    }

    /** How much of the memory for deliveries it takes. */
    static int weight(Delivery delivery) {
        return 1 + Json.bytes(delivery.payload()).length / UNIT;
    }
}
