package org.lotusguild.lotus.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that there is no room for the database, and later that there is room again: once each, however many transactions fail
 * meanwhile. Small ones may still find a place on a full disk, so only a while without failures counts as room.
 */
final class FullDisk {
    private static final Logger LOG = LoggerFactory.getLogger(FullDisk.class);
    private static final Duration CALM = Duration.ofSeconds(30);

    private final String place;
    private final InstantSource clock;
    private volatile Optional<Instant> lastFailure = Optional.empty();

    FullDisk(String place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    synchronized void failed(Throwable why) {
        if (!(why instanceof StoreException failure) || failure.kind() != StoreException.Kind.FULL) {
            return;
        }
        if (lastFailure.isEmpty()) {
            LOG.atError()
                    .addKeyValue("database", place)
                    .addKeyValue("why", failure.getMessage())
                    .log("there is no room for the database any more. What came waits and nothing is lost: free some"
                            + " space, and the program goes on by itself");
        }
        lastFailure = Optional.of(clock.instant());
    }

    void committed() {
        if (lastFailure.isPresent()) {
            calm();
        }
    }

    private synchronized void calm() {
        boolean over = lastFailure
                .filter(last -> !last.plus(CALM).isAfter(clock.instant()))
                .isPresent();
        if (over) {
            lastFailure = Optional.empty();
            LOG.atWarn().addKeyValue("database", place).log("there is room for the database again");
        }
    }
}
