package org.lotusguild.lotus.matrix.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.KeyBackup;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.store.Statement;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine that keeps requests as told and "encrypts" by wrapping and counting. It notes what it was told, and refuses to
 * be asked by two threads at once or to be held over anything slow.
 */
public final class ScriptedMachine implements CryptoMachine {
    public static final UserId USER = UserId.parse("@lotus:example.org");
    public static final DeviceId DEVICE = DeviceId.parse("LOTUSDEVICE");

    private final Function<Function<Tx, Object>, Object> transactions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RequestId, Outgoing> waiting = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private final ReadingBackup backup = new ReadingBackup();
    private BiFunction<RequestId, ObjectNode, List<Outgoing>> onSent = (id, answer) -> List.of();
    private Function<RoomPolicy, List<Outgoing>> onShare = policy -> List.of();
    private Optional<Outgoing> claim = Optional.empty();
    private EncryptResult refusal = new EncryptResult.ShareFirst();
    private boolean shareNeeded;
    private boolean backupRefused;
    private long encrypted;

    /** @param transactions runs the lambda in one transaction */
    public ScriptedMachine(Function<Function<Tx, Object>, Object> transactions) {
        this.transactions = transactions;
    }

    /** Without a database: {@link Step#tx} must not be asked for. */
    public static ScriptedMachine withoutDatabase() {
        return new ScriptedMachine(body -> body.apply(new NoTransaction()));
    }

    public synchronized void add(Outgoing... requests) {
        for (Outgoing request : requests) {
            waiting.put(request.id(), request);
        }
    }

    /** New requests that an answer brings. */
    public void onSent(BiFunction<RequestId, ObjectNode, List<Outgoing>> script) {
        onSent = script;
    }

    public void claim(Outgoing request) {
        claim = Optional.of(request);
    }

    /** From now on every room must be shared once before it encrypts. */
    public void onShare(Function<RoomPolicy, List<Outgoing>> script) {
        onShare = script;
        shareNeeded = true;
    }

    /** From now on nothing is encrypted. */
    public void refuse(EncryptResult result) {
        refusal = result;
        shareNeeded = true;
        onShare = policy -> List.of();
    }

    /** From now on the homeserver takes no room keys. */
    public void refuseBackup() {
        backupRefused = true;
    }

    /** What was told, for example {@code sent 1}, {@code failed 2 400}, {@code track [@a:b]}. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** The backup of this machine. */
    public ReadingBackup backup() {
        return backup;
    }

    /** How often something was encrypted and committed or not. */
    public long encrypted() {
        return encrypted;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T step(Function<Step, T> body) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a step inside a step");
        }
        lock.lock();
        try {
            return (T) transactions.apply(tx -> body.apply(new Scripted(tx)));
        } finally {
            lock.unlock();
        }
    }

    /** Whether some thread is inside a step: never while a request is on its way. */
    public boolean busy() {
        return lock.isLocked();
    }

    @Override
    public UserId user() {
        return USER;
    }

    @Override
    public DeviceId device() {
        return DEVICE;
    }

    @Override
    public String fingerprint() {
        return "fingerprint";
    }

    @Override
    public String identityKey() {
        return "identity";
    }

    @Override
    public long starts() {
        return 1;
    }

    @Override
    public Optional<Instant> backupDue() {
        return Optional.empty();
    }

    @Override
    public boolean backupRefused() {
        return backupRefused;
    }

    @Override
    public Optional<AccountBroken> broken() {
        return Optional.empty();
    }

    @Override
    public SelfCheck selfCheck(ObjectNode keysQueryAnswer) {
        return SelfCheck.OK;
    }

    @Override
    public void close() {
        told.add("closed");
    }

    private static final class NoTransaction implements Tx {
        @Override
        public Statement sql(String text) {
            throw new UnsupportedOperationException("this test has no database");
        }

        @Override
        public void afterCommit(Runnable effect) {
            effect.run();
        }

        @Override
        public void afterRollback(Runnable effect) {
            throw new UnsupportedOperationException("this test has no database");
        }
    }

    private final class Scripted implements Step {
        private final Tx tx;

        private Scripted(Tx tx) {
            this.tx = tx;
        }

        @Override
        public Tx tx() {
            return tx;
        }

        @Override
        public SyncOutcome receive(SyncChanges changes) {
            return new SyncOutcome(List.of(), List.of());
        }

        @Override
        public List<Outgoing> outgoing() {
            return List.copyOf(waiting.values());
        }

        @Override
        public void sent(RequestId id, ObjectNode answer) {
            if (waiting.remove(id) != null) {
                told.add("sent " + id.value());
                onSent.apply(id, answer).forEach(o -> waiting.put(o.id(), o));
            }
        }

        @Override
        public void failed(RequestId id, Failure why) {
            waiting.remove(id);
            told.add("failed " + id.value() + " "
                    + switch (why) {
                        case Failure.Refused refused -> String.valueOf(refused.status());
                        case Failure.Unusable unusable -> "unusable";
                    });
        }

        @Override
        public void track(Set<UserId> users) {
            told.add("track " + users.stream().sorted().toList());
        }

        @Override
        public Optional<Outgoing> missingSessions(Set<UserId> users) {
            claim.ifPresent(o -> waiting.put(o.id(), o));
            Optional<Outgoing> asked = claim;
            claim = Optional.empty();
            return asked;
        }

        @Override
        public List<Outgoing> share(RoomId room, RoomPolicy policy) {
            told.add("share");
            List<Outgoing> requests = onShare.apply(policy);
            requests.forEach(o -> waiting.put(o.id(), o));
            shareNeeded = refusal instanceof EncryptResult.Refused;
            return requests;
        }

        @Override
        public EncryptResult encrypt(RoomId room, RoomPolicy policy, String type, ObjectNode content) {
            if (shareNeeded) {
                return refusal;
            }
            encrypted++;
            ObjectNode cipher =
                    Json.object().put("algorithm", "m.megolm.v1.aes-sha2").put("index", encrypted);
            cipher.putObject("clear").put("type", type).set("content", content);
            return new EncryptResult.Encrypted(cipher);
        }

        @Override
        public Decrypted decrypt(RoomId room, ObjectNode event) {
            return new Decrypted.Waiting(Decrypted.Reason.UNKNOWN_SESSION);
        }

        @Override
        public void doubtDeviceLists() {
            told.add("doubt");
        }

        @Override
        public void breakDown(AccountBroken why) {
            told.add("break down " + why);
        }

        @Override
        public void bootstrapCrossSigning() {
            told.add("bootstrap");
        }

        @Override
        public Map<String, Secret> identitySecrets() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CrossSigningStatus crossSigning() {
            return CrossSigningStatus.SIGNED;
        }

        @Override
        public Verifications verifications() {
            return new NoVerifications();
        }

        @Override
        public boolean adoptIdentity(Map<String, Secret> secrets) {
            throw new UnsupportedOperationException("this machine has no identity");
        }

        @Override
        public KeyBackup backup() {
            return backup;
        }

        @Override
        public void countUse() {
            throw new UnsupportedOperationException("this machine does not count");
        }

        @Override
        public CryptoReport report() {
            return new CryptoReport(
                    true,
                    50,
                    CrossSigningStatus.SIGNED,
                    new BackupReport(BackupReport.State.OFF, Optional.empty(), 0, 0),
                    Map.of());
        }
    }
}
