package org.lotusguild.lotus.webhooks.delivery;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/** Names for deliveries: later ones of one process sort behind earlier ones, and no two processes give the same. For many threads. */
public final class DeliveryIds {
    private static final int COUNTER_BITS = 16;
    private final InstantSource clock;
    private final SecureRandom random;
    private long last;

    public DeliveryIds(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized String next() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        return HexFormat.of().toHexDigits(last) + HexFormat.of().toHexDigits(random.nextInt());
    }
}
