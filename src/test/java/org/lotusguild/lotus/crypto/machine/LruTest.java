package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LruTest {
    private final List<String> gone = new ArrayList<>();
    private final Lru<Integer, String> lru = new Lru<>(2, gone::add);

    @Test
    void letsTheLeastUsedGoOnlyWhenTrimmed() {
        lru.put(1, "one");
        lru.put(2, "two");
        lru.put(3, "three");
        assertThat(lru.find(1)).isEqualTo("one");
        assertThat(gone).isEmpty();
        lru.trim();
        assertThat(gone).containsExactly("two");
        assertThat(lru.find(2)).isNull();
    }

    @Test
    void letsReplacedRemovedAndClearedThingsGoOnce() {
        lru.put(1, "one");
        lru.put(1, "other");
        lru.remove(1);
        lru.remove(1);
        lru.put(2, "two");
        lru.clear();
        lru.clear();
        assertThat(gone).containsExactly("one", "other", "two");
    }
}
