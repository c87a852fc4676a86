package org.lotusguild.lotus.matrix.send;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Transaction ids: UUIDs of version 7, made once for a row and used for every attempt. */
final class TransactionIds {
    private final InstantSource clock;
    private final RandomGenerator random;

    TransactionIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    String next() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
