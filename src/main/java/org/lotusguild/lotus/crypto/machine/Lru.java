package org.lotusguild.lotus.crypto.machine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The most recently used things, trimmed only when asked: within a step nothing that was handed out is closed.
 */
final class Lru<K, V> {
    private final int capacity;
    private final Consumer<V> leave;
    private final Map<K, V> items = new LinkedHashMap<>(16, 0.75f, true);

    Lru(int capacity, Consumer<V> leave) {
        this.capacity = capacity;
        this.leave = leave;
    }

    @Nullable
    V find(K key) {
        return items.get(key);
    }

    void put(K key, V value) {
        V old = items.put(key, value);
        if (old != null && old != value) {
            leave.accept(old);
        }
    }

    void remove(K key) {
        V old = items.remove(key);
        if (old != null) {
            leave.accept(old);
        }
    }

    /** Lets the eldest go until the capacity holds. */
    void trim() {
        Iterator<V> eldest = items.values().iterator();
        while (items.size() > capacity && eldest.hasNext()) {
            V value = eldest.next();
            eldest.remove();
            leave.accept(value);
        }
    }

    void clear() {
        items.values().forEach(leave);
        items.clear();
    }

    int size() {
        return items.size();
    }
}
