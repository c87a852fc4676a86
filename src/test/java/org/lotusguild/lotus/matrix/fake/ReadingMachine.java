package org.lotusguild.lotus.matrix.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
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
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine that reads: an "encrypted" event names a session and carries its clear text beside; it is readable once a
 * to-device event of type {@code key} brought that session, and waits until then. A step that throws changes nothing.
 */
public final class ReadingMachine implements CryptoMachine {
    private final Database database;
    private final UserId user;
    private final DeviceId device;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SyncChanges> received = new ArrayList<>();
    private Set<String> sessions = new HashSet<>();
    private Map<String, SyncOutcome.Released> waiting = new HashMap<>();
    private final Set<UserId> tracked = ConcurrentHashMap.newKeySet();
    private final Set<UserId> unknown = ConcurrentHashMap.newKeySet();
    private SelfCheck selfCheck = SelfCheck.OK;
    private long starts = 1;
    private int doubts;
    private int relaxed;
    private Optional<AccountBroken> broken = Optional.empty();
    private CrossSigningStatus crossSigning = CrossSigningStatus.ABSENT;
    private Map<String, Secret> secrets = Map.of();
    private final ReadingBackup backup = new ReadingBackup();

    public ReadingMachine(Database database, UserId user, DeviceId device) {
        this.database = database;
        this.user = user;
        this.device = device;
    }

    /** Has an identity with these private keys. */
    public void identity(CrossSigningStatus status, Map<String, Secret> byName) {
        crossSigning = status;
        secrets = byName;
    }

    /** What is told to its backup. */
    public ReadingBackup backup() {
        return backup;
    }

    /** An event as this machine reads it. */
    public static ObjectNode encrypted(ObjectNode event, String session) {
        ObjectNode sealed = event.deepCopy();
        ObjectNode content = Json.object().put("algorithm", "m.test").put("session", session);
        content.set("clear", event.path("content"));
        sealed.put("type", "m.room.encrypted");
        sealed.set("content", content);
        return sealed;
    }

    public static ObjectNode key(String session) {
        ObjectNode event = Json.object().put("type", "key").put("sender", "@a:example.org");
        event.putObject("content").put("session", session);
        return event;
    }

    public void selfCheck(SelfCheck answer) {
        selfCheck = answer;
    }

    public void starts(long count) {
        starts = count;
    }

    /** This user's devices are not known until {@link #known}. */
    public void unknown(UserId user) {
        unknown.add(user);
    }

    public void known(UserId user) {
        unknown.remove(user);
    }

    /** How often all device lists were doubted. */
    public int doubts() {
        return doubts;
    }

    public Set<UserId> tracked() {
        return Set.copyOf(tracked);
    }

    /** What was taken in and committed. */
    public List<SyncChanges> received() {
        return List.copyOf(received);
    }

    @Override
    public <T> T step(Function<Step, T> body) {
        return step(database::inTransaction, body);
    }

    @Override
    public <T> T relaxed(Function<Step, T> body) {
        relaxed++;
        return step(database::relaxed, body);
    }

    /** How many steps did not wait for the disk. */
    public int relaxedSteps() {
        return relaxed;
    }

    private <T> T step(Function<Function<Tx, T>, T> transaction, Function<Step, T> body) {
        lock.lock();
        Set<String> sessionsBefore = Set.copyOf(sessions);
        Map<String, SyncOutcome.Released> waitingBefore = Map.copyOf(waiting);
        int receivedBefore = received.size();
        try {
            return transaction.apply(tx -> body.apply(new Reading(tx)));
        } catch (RuntimeException e) {
            sessions = new HashSet<>(sessionsBefore);
            waiting = new HashMap<>(waitingBefore);
            received.subList(receivedBefore, received.size()).clear();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public UserId user() {
        return user;
    }

    @Override
    public DeviceId device() {
        return device;
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
        return starts;
    }

    @Override
    public Optional<Instant> backupDue() {
        return backup.due();
    }

    @Override
    public boolean backupRefused() {
        return false;
    }

    @Override
    public Optional<AccountBroken> broken() {
        return broken;
    }

    @Override
    public SelfCheck selfCheck(ObjectNode keysQueryAnswer) {
        return selfCheck;
    }

    @Override
    public void close() {}

    private final class Reading implements Step {
        private final Tx tx;

        private Reading(Tx tx) {
            this.tx = tx;
        }

        @Override
        public Tx tx() {
            return tx;
        }

        @Override
        public SyncOutcome receive(SyncChanges changes) {
            received.add(changes);
            for (ObjectNode event : changes.toDevice()) {
                Json.string(event, "content", "session").ifPresent(sessions::add);
            }
            List<SyncOutcome.Released> released = waiting.values().stream()
                    .filter(w -> sessions.contains(session(w.event())))
                    .toList();
            released.forEach(r -> waiting.remove(id(r.event())));
            return new SyncOutcome(released, List.of());
        }

        @Override
        public Decrypted decrypt(RoomId room, ObjectNode event) {
            if (!sessions.contains(session(event))) {
                waiting.put(id(event), new SyncOutcome.Released(room, event));
                return new Decrypted.Waiting(Decrypted.Reason.UNKNOWN_SESSION);
            }
            boolean unseen =
                    unknown.contains(UserId.parse(Json.string(event, "sender").orElseThrow()));
            return new Decrypted.Clear(
                    "m.room.message",
                    Json.objectAt(event, "content", "clear").deepCopy(),
                    unseen ? Trust.UNKNOWN : Trust.CROSS_SIGNED);
        }

        private String session(ObjectNode event) {
            return Json.string(event, "content", "session").orElse("none");
        }

        private String id(ObjectNode event) {
            return Json.string(event, "event_id").orElseThrow();
        }

        @Override
        public void doubtDeviceLists() {
            doubts++;
        }

        @Override
        public void breakDown(AccountBroken why) {
            broken = Optional.of(why);
        }

        @Override
        public void bootstrapCrossSigning() {
            crossSigning = CrossSigningStatus.SIGNED;
        }

        @Override
        public Map<String, Secret> identitySecrets() {
            return secrets;
        }

        @Override
        public CrossSigningStatus crossSigning() {
            return crossSigning;
        }

        @Override
        public Verifications verifications() {
            return new NoVerifications();
        }

        @Override
        public boolean adoptIdentity(Map<String, Secret> offered) {
            boolean ours = offered.equals(secrets);
            crossSigning = ours ? CrossSigningStatus.SIGNED : crossSigning;
            return ours;
        }

        @Override
        public KeyBackup backup() {
            return backup;
        }

        @Override
        public void countUse() {
            starts++;
        }

        @Override
        public CryptoReport report() {
            return new CryptoReport(true, 50, crossSigning, backup.report(), Map.of());
        }

        @Override
        public List<Outgoing> outgoing() {
            return List.of();
        }

        @Override
        public void sent(RequestId id, ObjectNode answer) {
            throw new UnsupportedOperationException("this machine sends nothing");
        }

        @Override
        public void failed(RequestId id, Failure why) {
            throw new UnsupportedOperationException("this machine sends nothing");
        }

        @Override
        public void track(Set<UserId> users) {
            tracked.addAll(users);
        }

        @Override
        public Optional<Outgoing> missingSessions(Set<UserId> users) {
            throw new UnsupportedOperationException("this machine sends nothing");
        }

        @Override
        public List<Outgoing> share(RoomId room, RoomPolicy policy) {
            throw new UnsupportedOperationException("this machine sends nothing");
        }

        @Override
        public EncryptResult encrypt(RoomId room, RoomPolicy policy, String type, ObjectNode content) {
            throw new UnsupportedOperationException("this machine sends nothing");
        }
    }
}
