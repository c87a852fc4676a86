package org.lotusguild.lotus.matrix.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;

/**
 * What every event of a room has.
 *
 * @param age when it was delivered to us: {@code unsigned.age}, else now − {@code origin_server_ts}, never negative
 * @param late older than the account's {@code max-age} when it was delivered or decrypted
 * @param encrypted whether it came as {@code m.room.encrypted}
 * @param replyTo {@code m.in_reply_to}
 * @param thread root of the thread the event is in
 */
public record EventMeta(
        RoomId room,
        EventId id,
        UserId sender,
        Instant sentAt,
        Duration age,
        boolean late,
        boolean encrypted,
        Trust trust,
        Optional<EventId> replyTo,
        Optional<EventId> thread) {}
