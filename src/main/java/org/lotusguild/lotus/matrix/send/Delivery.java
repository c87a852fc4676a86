package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** One attempt to send a row: encrypt it once, put it on the wire, say what is to be done next. */
final class Delivery {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int SHARES = 3;
    private static final String DUPLICATE = "M_DUPLICATE_ANNOTATION";
    private static final String REDACTION = "m.room.redaction";
    /** Reactions stay in the clear, as clients do it: their target is visible anyway, and the homeserver counts them. */
    private static final Set<String> CLEAR = Set.of("m.reaction", REDACTION);

    private final SendSetup setup;
    private final SendStore store;
    private final RoomsApi api;
    private final Echoes echoes;
    private final Backoff backoff;
    private final LongPredicate onDisk;
    /** In a row, of the whole account: if the homeserver is away, it is away for every room. */
    private final AtomicInteger failures = new AtomicInteger();

    /** @param onDisk whether the row of this number is known to be there */
    Delivery(SendSetup setup, SendStore store, LongPredicate onDisk) {
        this.setup = setup;
        this.store = store;
        this.onDisk = onDisk;
        this.api = setup.api().once().rooms();
        this.echoes = new Echoes(setup.machine().user(), api);
        this.backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), setup.random());
    }

    /** @param room as {@link #look} found it for this row */
    Attempt attempt(SendRow row, Rooms.Outlook room) throws InterruptedException {
        if (expired(row)) {
            return tooLate();
        }
        if (row.ciphertext().isEmpty() && !setup.news().fresh()) {
            return new Attempt.AccountWaits(backoff.after(failures.incrementAndGet()));
        }
        if (!room.joined()) {
            return new Attempt.RoomUnknown();
        }
        try {
            if (row.triedElsewhere()) {
                return adopt(row);
            }
            return encryptedOnWire(row, room) ? sendEncrypted(row, room.version()) : sendClear(row);
        } catch (MatrixException refusal) {
            return refusal.errcode().equals(DUPLICATE) ? alreadyThere(row, refusal) : afterRefusal(refusal);
        } catch (HttpFailure failure) {
            return afterFailure(failure);
        }
    }

    /** A device before this one may have sent it: it must not come twice. */
    private Attempt adopt(SendRow row) {
        Optional<EventId> arrived = echoes.find(row);
        if (arrived.isPresent()) {
            return new Attempt.Finished(new Ticket.Sent(arrived.get()));
        }
        setup.database().run(tx -> store.adopt(tx, row.seq()));
        return new Attempt.RoomWaits(Duration.ZERO);
    }

    /** The same reaction of ours stands there already: that was wanted. */
    private Attempt alreadyThere(SendRow row, MatrixException refusal) throws InterruptedException {
        try {
            return echoes.twin(row)
                    .<Attempt>map(there -> new Attempt.Finished(new Ticket.Sent(there)))
                    .orElseGet(() -> afterRefusal(refusal));
        } catch (MatrixException e) {
            return afterRefusal(e);
        } catch (HttpFailure e) {
            return afterFailure(e);
        }
    }

    Rooms.Outlook look(SendRow row) {
        return setup.rooms().outlook(row.room());
    }

    /** Whether the homeserver would be asked at all. */
    boolean mayGo(SendRow row, Rooms.Outlook room) {
        return !expired(row) && room.joined();
    }

    private boolean expired(SendRow row) {
        return !row.expiresAt().isAfter(setup.clock().instant());
    }

    private static Attempt tooLate() {
        return new Attempt.Finished(new Ticket.Dropped("it could not be sent in time"));
    }

    private static boolean encryptedOnWire(SendRow row, Rooms.Outlook room) {
        return row.ciphertext().isPresent() || (room.encrypted() && !CLEAR.contains(row.type()));
    }

    private Attempt sendClear(SendRow row) {
        return begun(row) ? put(row, row.type(), row.content()) : new Attempt.RowGone();
    }

    /**
     * What is sent must be found again whatever happens, or whoever wanted it would send it anew. Where the row is on the disk
     * already, the machine can forget this mark only, and the same transaction id brings the same event: that is not worth the
     * homeserver's disk, which is often ours.
     */
    private boolean begun(SendRow row) {
        Database database = setup.database();
        return onDisk.test(row.seq())
                ? database.relaxed(tx -> store.begin(tx, row.seq()))
                : database.inTransaction(tx -> store.begin(tx, row.seq()));
    }

    /** @param version of the room; later rounds read its state anew: a share takes time */
    private Attempt sendEncrypted(SendRow row, OptionalLong version) throws InterruptedException {
        Optional<ObjectNode> stored = row.ciphertext();
        if (stored.isPresent()) {
            return put(row, "m.room.encrypted", stored.get());
        }
        for (int round = 0; round < SHARES; round++) {
            Encryption encryption;
            try {
                encryption = prepare(row, round == 0 ? version : OptionalLong.empty());
            } catch (MatrixException refusal) {
                return ofThisRoom(refusal);
            } catch (HttpFailure failure) {
                return ofThisRoom(failure);
            }
            switch (encryption) {
                case Encryption.Ready(ObjectNode ciphertext) -> {
                    return put(row, "m.room.encrypted", ciphertext);
                }
                case Encryption.Shared() -> {}
                case Encryption.End(Attempt attempt) -> {
                    return attempt;
                }
            }
        }
        return new Attempt.RoomWaits(backoff.ceiling(SHARES));
    }

    private Encryption prepare(SendRow row, OptionalLong version) throws InterruptedException {
        RoomPolicy policy = setup.policies().of(row.room(), version);
        if (policy.algorithm().isEmpty()) {
            // We have switched encryption on ourselves, and how comes by sync; or it came while the members were read.
            if (setup.rooms().state(row.room(), "m.room.encryption", "").isEmpty()) {
                return new Encryption.End(new Attempt.RoomWaits(again()));
            }
            policy = setup.policies().of(row.room(), OptionalLong.empty());
        }
        Encryption encryption = encrypt(row, policy);
        if (encryption instanceof Encryption.Shared) {
            setup.roomKeys().share(row.room(), policy);
        }
        return encryption;
    }

    /** What a proxy says of one room's members and devices, or that they cannot be read in time, says nothing of the others. */
    private Attempt ofThisRoom(MatrixException refusal) {
        Attempt after = afterRefusal(refusal);
        return refusal.status() < 500 && refusal.byAProxy() && after instanceof Attempt.AccountWaits(Duration time)
                ? new Attempt.RoomWaits(time)
                : after;
    }

    private Attempt ofThisRoom(HttpFailure failure) throws InterruptedException {
        return switch (failure.kind()) {
            case TOO_LARGE ->
                new Attempt.Finished(new Ticket.Refused(
                        "", "the room's members and devices are more than can be read: " + failure.getMessage()));
            case TIMEOUT, BROKEN -> new Attempt.RoomWaits(again());
            case CONNECT, ADDRESS, INTERRUPTED -> afterFailure(failure);
        };
    }

    private sealed interface Encryption {
        record Ready(ObjectNode ciphertext) implements Encryption {}

        /** To be tried again now. */
        record Shared() implements Encryption {}

        record End(Attempt attempt) implements Encryption {}
    }

    /** The ciphertext is in the row before it leaves: were it made twice, both could arrive. */
    private Encryption encrypt(SendRow row, RoomPolicy policy) {
        return setup.machine().step(step -> switch (step.encrypt(row.room(), policy, row.type(), row.content())) {
            case EncryptResult.Encrypted(ObjectNode ciphertext) ->
                store.keepCiphertext(step.tx(), row.seq(), ciphertext)
                        ? new Encryption.Ready(ciphertext)
                        : new Encryption.End(new Attempt.RowGone());
            case EncryptResult.ShareFirst() -> new Encryption.Shared();
            case EncryptResult.Refused(EncryptResult.Reason reason) ->
                new Encryption.End(new Attempt.Finished(new Ticket.Refused("", why(reason))));
        });
    }

    private static String why(EncryptResult.Reason reason) {
        return switch (reason) {
            case UNKNOWN_ALGORITHM -> "the room is encrypted in a way that this program does not speak";
            case ACCOUNT_BROKEN -> "the account's device must not encrypt any more";
        };
    }

    /** The turn may take long to come. */
    private Attempt put(SendRow row, String type, ObjectNode content) {
        return setup.turns().take(() -> expired(row) ? tooLate() : onWire(row, type, content));
    }

    private Attempt onWire(SendRow row, String type, ObjectNode content) {
        Optional<EventId> event =
                type.equals(REDACTION) ? redacted(row) : Optional.of(api.send(row.room(), type, row.txnId(), content));
        if (event.isEmpty()) {
            return new Attempt.Finished(new Ticket.Refused("", "a redaction must name the event in \"redacts\""));
        }
        failures.set(0);
        return new Attempt.Finished(new Ticket.Sent(event.get()));
    }

    private Optional<EventId> redacted(SendRow row) {
        return Json.string(row.content(), "redacts")
                .filter(target -> target.startsWith("$"))
                .map(target -> api.redact(
                        row.room(), EventId.parse(target), row.txnId(), Json.string(row.content(), "reason")));
    }

    private Attempt afterRefusal(MatrixException refusal) {
        if (refusal.limited()) {
            setup.figures().count(Figures.Send.LIMITED);
            Duration asked = refusal.retryAfter().orElseGet(() -> backoff.after(failures.incrementAndGet()));
            return new Attempt.AccountWaits(asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT);
        }
        if (refusal.status() == 401 && !refusal.errcode().isEmpty()) {
            return new Attempt.AccountStops(String.valueOf(refusal.getMessage()));
        }
        if (refusal.status() == 500) {
            return new Attempt.RoomWaits(again());
        }
        if (refusal.status() > 500 || refusal.byAProxy()) {
            return new Attempt.AccountWaits(again());
        }
        return new Attempt.Finished(new Ticket.Refused(refusal.errcode(), String.valueOf(refusal.getMessage())));
    }

    private Attempt afterFailure(HttpFailure failure) throws InterruptedException {
        if (failure.kind() == HttpFailure.Kind.INTERRUPTED) {
            throw new InterruptedException("asked to stop while sending");
        }
        return new Attempt.AccountWaits(again());
    }

    private Duration again() {
        setup.figures().count(Figures.Send.RETRIED);
        return backoff.after(failures.incrementAndGet());
    }
}
