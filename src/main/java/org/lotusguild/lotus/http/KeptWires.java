package org.lotusguild.lotus.http;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connections that have served a call and may serve another one: the last used first, as long as servers commonly keep theirs. */
final class KeptWires {
    private static final int OF_ONE_PLACE = 16;
    private static final long LIFE_NANOS = 20_000_000_000L;

    private final Map<String, Deque<Idle>> idle = new HashMap<>();
    private final Set<Wire> underWay = new HashSet<>();
    private boolean closed;

    private record Idle(Wire wire, long since) {}

    /** One that leads there and is still open; null if there is none. */
    synchronized @Nullable Wire take(URI uri) {
        Deque<Idle> known = idle.getOrDefault(Wire.place(uri), new ArrayDeque<>());
        while (!known.isEmpty()) {
            Idle last = known.pop();
            if (fresh(last) && last.wire().quiet()) {
                underWay.add(last.wire());
                return last.wire();
            }
            last.wire().close();
        }
        return null;
    }

    synchronized void opened(Wire wire) {
        underWay.add(wire);
        if (closed) {
            wire.close();
        }
    }

    synchronized void done(Wire wire) {
        underWay.remove(wire);
        dropOld();
        Deque<Idle> known = idle.computeIfAbsent(wire.place(), place -> new ArrayDeque<>());
        if (closed || !wire.lasting() || known.size() >= OF_ONE_PLACE) {
            wire.close();
        } else {
            known.push(new Idle(wire, System.nanoTime()));
        }
    }

    private void dropOld() {
        for (Deque<Idle> known : idle.values()) {
            while (!known.isEmpty() && !fresh(known.getLast())) {
                known.removeLast().wire().close();
            }
        }
        idle.values().removeIf(Deque::isEmpty);
    }

    private static boolean fresh(Idle one) {
        return System.nanoTime() - one.since() < LIFE_NANOS;
    }

    synchronized void close() {
        closed = true;
        underWay.forEach(Wire::close);
        idle.values().forEach(known -> known.forEach(one -> one.wire().close()));
        idle.clear();
    }
}
