package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.machine.BackupStore.BackupRow;
import org.lotusguild.lotus.crypto.machine.BackupStore.Sent;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The copy of our room keys on the server. Each run of the machine asks once which version there is before anything is
 * uploaded; a refusal because of another version asks again, any other refusal after an hour. Uploads are stored requests,
 * one at a time.
 */
final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    private static final int SESSIONS_A_REQUEST = 100;
    private static final Duration REFUSED_FOR = Duration.ofHours(1);

    private final Surroundings at;
    private final AccountKeys account;
    private final CrossSigning crossSigning;
    private final InboundSessions sessions;
    private final Requests requests;
    private final BackupStore store;
    private final SecretStore secrets;
    private @Nullable BackupKey key;
    private @Nullable BackupRow row;
    /** What the server says; counts only if the backup is wanted. */
    private BackupReport.State state = BackupReport.State.CHECKING;

    private Instant refusedUntil = Instant.MIN;

    Backup(
            Tx tx,
            Surroundings at,
            AccountKeys account,
            CrossSigning crossSigning,
            InboundSessions sessions,
            Requests requests) {
        this.at = at;
        this.account = account;
        this.crossSigning = crossSigning;
        this.sessions = sessions;
        this.requests = requests;
        this.store = new BackupStore(at.account());
        this.secrets = new SecretStore(at);
        this.row = store.find(tx).orElse(null);
        this.key = secrets.find(tx, BackupKey.SECRET).flatMap(BackupKey::parse).orElse(null);
    }

    Optional<BackupKey> key() {
        return Optional.ofNullable(key);
    }

    BackupReport report(Tx tx) {
        BackupReport.State now = row == null ? BackupReport.State.OFF : state;
        long waiting = store.waiting(tx);
        return new BackupReport(
                now,
                now == BackupReport.State.ON ? version() : Optional.empty(),
                store.sessions(tx) - waiting,
                waiting);
    }

    /** Whether the server takes no keys though they are to go there. */
    boolean refused() {
        return row != null && state == BackupReport.State.REFUSED;
    }

    /** The version that keys go to now. */
    Optional<String> version() {
        return row == null || state != BackupReport.State.ON ? Optional.empty() : row.version();
    }

    /** Whether {@link #nextUpload} may have something. */
    boolean due() {
        return version().isPresent() && sessions.toBackUp();
    }

    /** Whether keys can be fetched from it. */
    boolean readable() {
        return version().isPresent() && key != null && isOurs(Optional.of(key), row);
    }

    private static boolean isOurs(Optional<BackupKey> key, @Nullable BackupRow row) {
        return row != null && key.map(k -> k.publicKey().base64()).equals(row.publicKey());
    }

    void start(Tx tx) {
        if (row == null) {
            keep(tx, new BackupRow(Optional.empty(), Optional.empty()));
        }
        state = BackupReport.State.CHECKING;
    }

    void adopt(Tx tx, BackupKey ours) {
        if (key == null || !key.publicKey().equals(ours.publicKey())) {
            key = ours;
            secrets.save(tx, BackupKey.SECRET, ours.secret());
        }
        start(tx);
    }

    /** Asks for the server's version, once our identity can judge it. */
    void ask(Tx tx) {
        if (state == BackupReport.State.REFUSED && !at.now().isBefore(refusedUntil)) {
            state = BackupReport.State.CHECKING;
        }
        if (row != null
                && state == BackupReport.State.CHECKING
                && crossSigning.status(tx) == CrossSigningStatus.SIGNED
                && account.shared()
                && !requests.isPending(Request.Kind.BACKUP_VERSION)
                && !requests.isPending(Request.Kind.BACKUP_CREATION)) {
            requests.add(tx, Request.Kind.BACKUP_VERSION, Json.object(), Json.object());
        }
    }

    /** @param answer empty where the server has no backup */
    void versionShown(Tx tx, ObjectNode answer) {
        Optional<String> version = Json.string(answer, "version");
        ObjectNode auth = Json.objectAt(answer, "auth_data");
        if (version.isEmpty()) {
            create(tx);
        } else if (isUsable(answer, auth)) {
            use(tx, version.get(), Json.string(auth, "public_key").orElseThrow());
        } else {
            LOG.atWarn()
                    .addKeyValue("user", at.user())
                    .addKeyValue("version", version.get())
                    .log("the server has a key backup that is not ours: no keys go there");
            state = BackupReport.State.FOREIGN;
        }
    }

    /** Ours by its key, or vouched for by our identity. */
    private boolean isUsable(ObjectNode answer, ObjectNode auth) {
        if (!Json.string(answer, "algorithm").equals(Optional.of(BackupKey.ALGORITHM))) {
            return false;
        }
        try {
            Curve25519Key shown =
                    Curve25519Key.parse(Json.string(auth, "public_key").orElse(""));
            return Curve25519.isContributory(shown)
                    && (key != null && key.publicKey().equals(shown) || crossSigning.signed(auth));
        } catch (CryptoException e) {
            return false;
        }
    }

    private void create(Tx tx) {
        BackupKey ours = key != null ? key : BackupKey.create(at.random());
        adopt(tx, ours);
        ObjectNode auth = Json.object().put("public_key", ours.publicKey().base64());
        SignedJson.sign(auth, at.user(), at.device().value(), account::sign);
        crossSigning.sign(auth);
        ObjectNode body = Json.object().put("algorithm", BackupKey.ALGORITHM);
        body.set("auth_data", auth);
        requests.add(tx, Request.Kind.BACKUP_CREATION, body, Json.object());
    }

    void created(Tx tx, Request request, ObjectNode answer) {
        Optional<String> version = Json.string(answer, "version");
        if (version.isPresent()) {
            use(
                    tx,
                    version.get(),
                    Json.string(request.body(), "auth_data", "public_key").orElseThrow());
        } else {
            refuse();
        }
    }

    private void use(Tx tx, String version, String publicKey) {
        BackupRow next = new BackupRow(
                Optional.of(version), Optional.of(Curve25519Key.parse(publicKey).base64()));
        if (!next.equals(row)) {
            keep(tx, next);
            store.forgetOthers(tx, version);
            requests.ofKind(Request.Kind.BACKUP_UPLOAD).forEach(stale -> requests.remove(tx, stale.id()));
        }
        state = BackupReport.State.ON;
        sessions.lookForBackups();
    }

    private void keep(Tx tx, BackupRow next) {
        store.save(tx, next);
        row = next;
    }

    /** No answer, or none that helps. */
    void refused(Request.Kind kind, Failure why) {
        boolean otherVersion = why instanceof Failure.Refused refused
                && (refused.errcode().equals("M_WRONG_ROOM_KEYS_VERSION") || refused.status() == 404);
        if (kind == Request.Kind.BACKUP_UPLOAD && otherVersion) {
            state = BackupReport.State.CHECKING;
        } else {
            refuse();
        }
    }

    private void refuse() {
        state = BackupReport.State.REFUSED;
        refusedUntil = at.now().plus(REFUSED_FOR);
    }

    Optional<Request> nextUpload(Tx tx) {
        if (version().isEmpty()) {
            return Optional.empty();
        }
        List<Request> pending = requests.ofKind(Request.Kind.BACKUP_UPLOAD);
        if (!pending.isEmpty()) {
            return Optional.of(pending.getFirst());
        }
        if (!sessions.toBackUp()) {
            return Optional.empty();
        }
        List<Inbound.Id> next = store.toBackUp(tx, SESSIONS_A_REQUEST);
        if (next.isEmpty()) {
            sessions.allBackedUp();
            return Optional.empty();
        }
        return Optional.of(upload(tx, next));
    }

    private Request upload(Tx tx, List<Inbound.Id> next) {
        String version = version().orElseThrow();
        Curve25519Key to = new Curve25519Key(row().publicKey().orElseThrow());
        ObjectNode body = Json.object();
        ObjectNode rooms = body.putObject("rooms");
        ObjectNode context = Json.object().put("version", version);
        for (Inbound.Id id : next) {
            Inbound session = sessions.find(tx, id.room(), id.sessionId()).orElseThrow();
            long first = session.megolm().firstKnownIndex();
            rooms.withObjectProperty(id.room().value())
                    .withObjectProperty("sessions")
                    .set(id.sessionId(), entry(session, first, to));
            context.withArrayProperty("sessions")
                    .addObject()
                    .put("room", id.room().value())
                    .put("session", id.sessionId())
                    .put("first", first);
        }
        return requests.add(tx, Request.Kind.BACKUP_UPLOAD, body, context);
    }

    private BackupRow row() {
        BackupRow now = row;
        if (now == null) {
            throw new IllegalStateException("there is no backup");
        }
        return now;
    }

    private ObjectNode entry(Inbound session, long first, Curve25519Key to) {
        String clear = Json.text(shared(session).forBackup());
        ObjectNode entry = Json.object()
                .put("first_message_index", first)
                .put("forwarded_count", 0)
                .put("is_verified", session.owner().trustAtReceipt().crossSignedOrBetter());
        entry.set("session_data", BackupKey.close(to, new Secret(clear), at.random()));
        return entry;
    }

    /** The session as others can take it over, from its first known index on. */
    static SharedSession shared(Inbound session) {
        return new SharedSession(
                session.id().room(),
                session.id().sessionId(),
                session.owner().identityKey(),
                session.owner().signingKey(),
                session.megolm().exportAt(session.megolm().firstKnownIndex()).orElseThrow());
    }

    void uploaded(Tx tx, Request request) {
        List<Sent> sent = new ArrayList<>();
        StreamSupport.stream(request.context().path("sessions").spliterator(), false)
                .map(session -> new Sent(
                        new Inbound.Id(
                                new RoomId(session.path("room").stringValue("")),
                                session.path("session").stringValue("")),
                        session.path("first").longValue()))
                .forEach(sent::add);
        store.backedUp(tx, Json.string(request.context(), "version").orElseThrow(), sent);
    }

    /** The backup that these came from has them. */
    void has(Tx tx, String version, List<Sent> restored) {
        if (version().equals(Optional.of(version))) {
            store.backedUp(tx, version, restored);
        }
    }
}
