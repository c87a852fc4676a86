package org.lotusguild.lotus.it;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One of the people of a soak, on one device at a time, and which messages each of the devices was entitled to. What one does
 * is tried again while the homeserver is away.
 */
final class Seat {
    private static final Duration AWAY = Duration.ofSeconds(120);
    private static final InstantSource CLOCK = InstantSource.system();

    private final Lock busy = new ReentrantLock();
    private final Set<String> rooms = new HashSet<>();
    private final List<Reading> readings = new ArrayList<>();
    private Map<String, List<Stay>> stays = new HashMap<>();
    private volatile Person person;

    Seat(Person person) {
        this.person = person;
    }

    /** A time in a room, in milliseconds: everybody there knew of the device when it began. */
    record Stay(long from, long until) {}

    /** What a device (user and id) holds of a room in the end, and when it was there. */
    record Reading(String device, String room, List<Stay> stays, List<Entry> entries) {}

    /** Acts as this person; nothing else happens in this person's name meanwhile. */
    <T> T act(Function<Person, T> act) {
        busy.lock();
        try {
            return patiently(() -> act.apply(person));
        } finally {
            busy.unlock();
        }
    }

    /** The client of this moment, to wait with while this person goes on. */
    Person now() {
        return person;
    }

    /** Waits until what this person was doing is done. */
    void finishes() {
        act(Person::user);
    }

    /** Tries until it works; a refusal that lasts is an {@link AssertionError}. */
    static <T> T patiently(Supplier<T> act) {
        long end = System.nanoTime() + AWAY.toNanos();
        while (true) {
            try {
                return act.get();
            } catch (AssertionError e) {
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                Await.elapsed(Duration.ofMillis(300));
            }
        }
    }

    String user() {
        return person.user();
    }

    synchronized boolean isIn(String room) {
        return rooms.contains(room);
    }

    synchronized List<String> rooms() {
        return rooms.stream().sorted().toList();
    }

    synchronized void entered(String room) {
        rooms.add(room);
    }

    /** From now on this device is entitled to what is said in the room. */
    synchronized void settled(String room) {
        stays.computeIfAbsent(room, any -> new ArrayList<>()).add(new Stay(CLOCK.millis(), Long.MAX_VALUE));
    }

    /** To be called before leaving. */
    synchronized void leaving(String room) {
        rooms.remove(room);
        List<Stay> there = stays.getOrDefault(room, List.of());
        if (!there.isEmpty()) {
            there.set(there.size() - 1, new Stay(there.getLast().from(), CLOCK.millis()));
        }
    }

    /** Goes on with another device; the old one reads everything once more and is put away. */
    void moveTo(Supplier<Person> login) {
        busy.lock();
        try {
            read();
            person.stop();
            person = patiently(login);
        } finally {
            busy.unlock();
        }
    }

    /** Reads every room that the present device was in. */
    void read() {
        busy.lock();
        try {
            stays.forEach((room, when) -> {
                List<Entry> entries = patiently(() -> person.ledger(room));
                readings.add(new Reading(person.user() + " " + person.device(), room, List.copyOf(when), entries));
            });
            stays = new HashMap<>();
        } finally {
            busy.unlock();
        }
    }

    List<Reading> readings() {
        return readings;
    }
}
