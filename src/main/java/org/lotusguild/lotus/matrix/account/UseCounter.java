package org.lotusguild.lotus.matrix.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The store and the account's private data on the homeserver both count the uses of the device: each start and each hour. A
 * store that is behind was restored from a copy, or somebody else uses a copy of it.
 */
final class UseCounter {
    private static final String COUNTER = "org.lotusguild.lotus.start";
    private static final Duration EVERY = Duration.ofHours(1);

    private final MatrixApi api;
    private final CryptoMachine machine;
    private final InstantSource clock;
    private volatile Instant next = Instant.MAX;

    UseCounter(MatrixApi api, CryptoMachine machine, InstantSource clock) {
        this.api = api;
        this.machine = machine;
        this.clock = clock;
    }

    /** At a start, which the store has counted already. Empty if all is well, else what the homeserver counts. */
    Optional<Long> start() {
        long there = there();
        if (there >= machine.starts()) {
            return Optional.of(behind(there));
        }
        count();
        return Optional.empty();
    }

    /** Now and then while the account runs. Empty if all is well, else what the homeserver counts. */
    Optional<Long> goOn() {
        if (clock.instant().isBefore(next)) {
            return Optional.empty();
        }
        long there = there();
        if (there > machine.starts()) {
            return Optional.of(behind(there));
        }
        machine.step(step -> {
            step.countUse();
            return true;
        });
        count();
        return Optional.empty();
    }

    /** For good: each start counts, so that the next ones would catch up. */
    private long behind(long there) {
        machine.step(step -> {
            step.breakDown(AccountBroken.STORE_OLDER_THAN_SERVER);
            return true;
        });
        return there;
    }

    private long there() {
        return api.accountData(machine.user(), COUNTER)
                .filter(data -> Json.string(data, "device_id")
                        .equals(Optional.of(machine.device().value())))
                .map(data -> data.path("starts"))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::asLong)
                .orElse(0L);
    }

    private void count() {
        ObjectNode now = Json.object();
        now.put("device_id", machine.device().value());
        now.put("starts", machine.starts());
        api.putAccountData(machine.user(), COUNTER, now);
        next = clock.instant().plus(EVERY);
    }
}
