package org.lotusguild.lotus.matrix.keys;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.BackupApi;
import org.lotusguild.lotus.matrix.api.KeysApi;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the requests that an account's encryption machine has stored, one at a time, and gives it the answers. Both the
 * sync loop and the senders call it: no request is on its way twice at once. The machine's lock is never held meanwhile.
 */
public final class KeyTraffic {
    private static final Logger LOG = LoggerFactory.getLogger(KeyTraffic.class);
    /** Answers make new requests (an upload a signature, a query a claim), but never for ever. */
    private static final int ROUNDS = 10;

    private final CryptoMachine machine;
    private final KeysApi keys;
    private final BackupApi backup;
    private final Supplier<Optional<Secret>> password;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final ReentrantLock oneBackupAtATime = new ReentrantLock();

    /**
     * @param api a transient failure is not waited out here: the caller comes again
     * @param password proves to the homeserver that cross-signing keys may be replaced; asked only when it wants that
     */
    public KeyTraffic(CryptoMachine machine, MatrixApi api, Supplier<Optional<Secret>> password) {
        this.machine = machine;
        this.keys = api.once().keys();
        this.backup = api.once().backup();
        this.password = password;
    }

    /**
     * Sends everything that is stored: uploads first, then queries, claims, to-device messages.
     *
     * @throws MatrixException or {@link HttpFailure}: the first passing failure, after the others have been tried
     */
    public void flush() throws InterruptedException {
        flush(outgoing -> true);
    }

    void flush(Predicate<Outgoing> wanted) throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Outgoing> waiting = waiting(wanted);
                if (waiting.isEmpty()) {
                    return;
                }
                sendAll(waiting);
            }
            LOG.atWarn().log("the encryption machine has new requests after every answer; going on later");
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Sends the next stored request that brings room keys to the backup, beside everything else.
     *
     * @return false if there was none
     * @throws MatrixException or {@link HttpFailure} if it may pass later
     */
    public boolean backUp() throws InterruptedException {
        oneBackupAtATime.lockInterruptibly();
        try {
            Optional<Outgoing> next = machine.step(step -> step.backup().nextUpload());
            next.flatMap(this::sendOne).ifPresent(failure -> {
                throw failure;
            });
            return next.isPresent();
        } finally {
            oneBackupAtATime.unlock();
        }
    }

    private List<Outgoing> waiting(Predicate<Outgoing> wanted) {
        return machine.step(Step::outgoing).stream().filter(wanted).toList();
    }

    private void sendAll(List<Outgoing> waiting) {
        Optional<RuntimeException> first = Optional.empty();
        for (Outgoing outgoing : waiting) {
            Optional<RuntimeException> failure = sendOne(outgoing);
            first = first.or(() -> failure);
            if (failure.filter(KeyTraffic::hopeless).isPresent()) {
                break;
            }
        }
        first.ifPresent(failure -> {
            throw failure;
        });
    }

    /** Answers the failure if it may pass; a refusal for good is the machine's to know. */
    private Optional<RuntimeException> sendOne(Outgoing outgoing) {
        try {
            takeIn(outgoing, exchange(outgoing));
            return Optional.empty();
        } catch (HttpFailure failure) {
            return Optional.of(failure);
        } catch (MatrixException refusal) {
            if (passing(refusal)) {
                return Optional.of(refusal);
            }
            refused(outgoing, refusal);
            return Optional.empty();
        }
    }

    /** An answer that the machine cannot take in would come again as it is: the request counts as refused. */
    private void takeIn(Outgoing outgoing, ObjectNode answer) {
        try {
            machine.step(step -> {
                step.sent(outgoing.id(), answer);
                return true;
            });
        } catch (StoreException database) {
            throw database; // not the answer's fault: the same request again
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.atError()
                    .addKeyValue("user", machine.user())
                    .addKeyValue("kind", outgoing.getClass().getSimpleName())
                    .setCause(defect)
                    .log("an answer about keys could not be taken in; the request counts as refused");
            failed(outgoing, new Failure.Unusable());
        }
    }

    private ObjectNode exchange(Outgoing outgoing) {
        return switch (outgoing) {
            case Outgoing.KeysUpload upload -> keys.upload(upload.body());
            case Outgoing.KeysQuery query -> keys.query(query.body());
            case Outgoing.KeysClaim claim -> keys.claim(claim.body());
            case Outgoing.ToDevice toDevice ->
                keys.sendToDevice(toDevice.eventType(), toDevice.id().value(), toDevice.body());
            case Outgoing.SigningKeysUpload upload -> uploadSigningKeys(upload);
            case Outgoing.SignatureUpload upload -> keys.uploadSignatures(upload.body());
            case Outgoing.BackupVersion ask -> backup.version().orElseGet(Json::object);
            case Outgoing.BackupCreation creation -> backup.create(creation.body());
            case Outgoing.BackupUpload upload -> backup.put(upload.version(), upload.body());
        };
    }

    private ObjectNode uploadSigningKeys(Outgoing.SigningKeysUpload upload) {
        Optional<Secret> proof = password.get();
        return proof.isPresent()
                ? keys.uploadSigningKeys(upload.body(), machine.user(), proof.get())
                : keys.uploadSigningKeys(upload.body());
    }

    private void refused(Outgoing outgoing, MatrixException refusal) {
        LOG.atWarn()
                .addKeyValue("user", machine.user())
                .addKeyValue("kind", outgoing.getClass().getSimpleName())
                .addKeyValue("status", refusal.status())
                .addKeyValue("errcode", refusal.errcode())
                .log("the homeserver refused a request about keys");
        failed(outgoing, new Failure.Refused(refusal.status(), refusal.body()));
    }

    private void failed(Outgoing outgoing, Failure why) {
        machine.step(step -> {
            step.failed(outgoing.id(), why);
            return true;
        });
    }

    private static boolean passing(MatrixException refusal) {
        return refusal.limited() || refusal.status() >= 500 || refusal.unknownToken() || refusal.byAProxy();
    }

    /** The next request would fare no better. */
    private static boolean hopeless(RuntimeException failure) {
        return failure instanceof HttpFailure
                || failure instanceof MatrixException refusal && (refusal.limited() || refusal.unknownToken());
    }
}
