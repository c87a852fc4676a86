package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.Ticket;

/** What is to be done later, as it stands in the database: alarms, and posts whose event id is waited for. */
final class Pending {
    private final Map<Reply.Bind, Instant> alarms = new LinkedHashMap<>();
    private final Map<String, Underway> posts = new LinkedHashMap<>();

    record Underway(BindStore.Bound bound, Ticket ticket) {}

    /** What has become of it until now. */
    static Ticket.Outcome now(Ticket ticket) {
        try {
            return ticket.await(Duration.ZERO);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Ticket.Pending();
        }
    }

    synchronized void alarm(AlarmStore.Alarm alarm) {
        alarms.put(alarm.bind(), alarm.at());
    }

    /** An alarm of which perhaps nobody heard; one that was set meanwhile stays. */
    synchronized void found(AlarmStore.Alarm alarm) {
        alarms.putIfAbsent(alarm.bind(), alarm.at());
    }

    synchronized void post(BindStore.Bound bound, Ticket ticket) {
        posts.put(bound.sendKey(), new Underway(bound, ticket));
    }

    /** Alarms that have come, the oldest first, at most so many; they stay until they are {@link #rung}. */
    synchronized List<AlarmStore.Alarm> due(Instant now, int most) {
        return alarms.entrySet().stream()
                .filter(alarm -> !alarm.getValue().isAfter(now))
                .sorted(Map.Entry.comparingByValue())
                .limit(Math.max(0, most))
                .map(alarm -> new AlarmStore.Alarm(alarm.getKey(), alarm.getValue()))
                .toList();
    }

    synchronized List<Underway> posts() {
        return new ArrayList<>(posts.values());
    }

    synchronized List<Underway> posts(RoomId room) {
        return posts.values().stream()
                .filter(post -> post.bound().room().equals(room))
                .toList();
    }

    /** An alarm that was set anew meanwhile stays. */
    synchronized void rung(AlarmStore.Alarm alarm) {
        alarms.remove(alarm.bind(), alarm.at());
    }

    synchronized void settled(BindStore.Bound bound) {
        posts.remove(bound.sendKey());
    }
}
