package org.lotusguild.lotus.matrix.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a room's key to the devices that shall read there, before the first message under it. */
public final class RoomKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RoomKeys.class);
    /** So long the lists of other people's devices are worth waiting for; then the message goes on without them. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final CryptoMachine machine;
    private final KeyTraffic traffic;
    private final InstantSource clock;
    private final Pause pause;
    private final Runnable shared;

    /** @param shared is called after each share: there may be a new key to back up */
    public RoomKeys(CryptoMachine machine, KeyTraffic traffic, InstantSource clock, Pause pause, Runnable shared) {
        this.shared = shared;
        this.machine = machine;
        this.traffic = traffic;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Shares the key of the room and waits until the homeserver has taken every message that carries it.
     *
     * @throws MatrixException or {@link HttpFailure} if it could not be handed over now: come again
     */
    public void share(RoomId room, RoomPolicy policy) throws InterruptedException {
        Set<UserId> readers = policy.recipients();
        machine.step(step -> {
            step.track(readers);
            return true;
        });
        patiently(room, "device lists", o -> o instanceof Outgoing.KeysUpload || o instanceof Outgoing.KeysQuery);
        Optional<Outgoing> claim = machine.step(step -> step.missingSessions(readers));
        if (claim.isPresent()) {
            patiently(room, "one-time keys", o -> o instanceof Outgoing.KeysClaim);
        }
        List<Outgoing> messages = machine.step(step -> step.share(room, policy));
        Set<RequestId> ids = messages.stream().map(Outgoing::id).collect(Collectors.toSet());
        traffic.flush(o -> ids.contains(o.id()));
        shared.run();
    }

    /** One homeserver that does not answer, or one request that it never likes, must not keep a room silent. */
    private void patiently(RoomId room, String what, Predicate<Outgoing> wanted) throws InterruptedException {
        Instant end = clock.instant().plus(PATIENCE);
        while (true) {
            try {
                traffic.flush(wanted);
                return;
            } catch (MatrixException | HttpFailure failure) {
                if (fatal(failure)) {
                    throw failure;
                }
                if (!clock.instant().plus(BETWEEN).isBefore(end)) {
                    LOG.atWarn()
                            .addKeyValue("room", room)
                            .addKeyValue("why", failure.getMessage())
                            .addKeyValue("missing", what)
                            .log("sharing the room key without waiting any longer");
                    return;
                }
                pause.take(BETWEEN);
            }
        }
    }

    /** No connection, limited or stopped: the message itself would fare no better. */
    private static boolean fatal(RuntimeException failure) {
        return switch (failure) {
            case MatrixException refusal -> refusal.limited() || refusal.unknownToken();
            case HttpFailure broken ->
                broken.kind() == HttpFailure.Kind.CONNECT || broken.kind() == HttpFailure.Kind.INTERRUPTED;
            default -> true;
        };
    }
}
