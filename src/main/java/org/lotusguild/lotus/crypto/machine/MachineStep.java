package org.lotusguild.lotus.crypto.machine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.KeyBackup;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** One step: hands each call to the part whose business it is. */
final class MachineStep implements Step {
    private final Tx tx;
    private final Parts parts;

    MachineStep(Tx tx, Parts parts) {
        this.tx = tx;
        this.parts = parts;
    }

    @Override
    public Tx tx() {
        return tx;
    }

    @Override
    public SyncOutcome receive(SyncChanges changes) {
        changes.changed().forEach(user -> parts.tracking.changed(tx, user));
        changes.left().stream()
                .filter(user -> !user.equals(parts.at.user()))
                .forEach(user -> parts.tracking.untrack(tx, user));
        parts.account.receive(changes);
        changes.toDevice().forEach(event -> parts.inbox.receive(tx, event));
        parts.tidy(tx);
        return new SyncOutcome(parts.inbox.takeReleased(), parts.inbox.takePassedOn());
    }

    @Override
    public List<Outgoing> outgoing() {
        if (parts.account.broken().isPresent()) {
            return List.of();
        }
        if (parts.account.needsUpload() && !parts.requests.isPending(Request.Kind.KEYS_UPLOAD)) {
            parts.requests.add(tx, Request.Kind.KEYS_UPLOAD, parts.account.upload(), Json.object());
        }
        parts.queries.ask(tx);
        parts.backup.ask(tx);
        parts.claims.renewWedged(tx);
        return parts.requests.inSendingOrder().stream()
                .filter(request -> request.kind() != Request.Kind.BACKUP_UPLOAD)
                .map(Request::outgoing)
                .toList();
    }

    @Override
    public void sent(RequestId id, ObjectNode answer) {
        Optional<Request> found = parts.requests.find(id);
        if (found.isEmpty()) {
            return;
        }
        Request request = found.get();
        parts.requests.remove(tx, id);
        switch (request.kind()) {
            case KEYS_UPLOAD -> parts.account.uploaded(request.body(), answer);
            case SIGNING_KEYS_UPLOAD -> parts.crossSigning.signingKeysUploaded(tx);
            case SIGNATURE_UPLOAD -> parts.crossSigning.signaturesUploaded(tx, request, answer);
            case KEYS_QUERY -> parts.queries.answered(tx, request, answer);
            case KEYS_CLAIM -> parts.claims.answered(tx, request, answer);
            case TO_DEVICE -> parts.sharing.settled(tx, request);
            case BACKUP_VERSION -> parts.backup.versionShown(tx, answer);
            case BACKUP_CREATION -> parts.backup.created(tx, request, answer);
            case BACKUP_UPLOAD -> parts.backup.uploaded(tx, request);
        }
        parts.crossSigning.advance(tx);
    }

    @Override
    public void failed(RequestId id, Failure why) {
        Optional<Request> found = parts.requests.find(id);
        if (found.isEmpty()) {
            return;
        }
        Request request = found.get();
        parts.requests.remove(tx, id);
        parts.at.ignore(
                switch (why) {
                    case Failure.Refused refused -> Ignored.REFUSED_REQUEST;
                    case Failure.Unusable unusable -> Ignored.UNUSABLE_ANSWER;
                });
        switch (request.kind()) {
            case KEYS_UPLOAD -> uploadRefused(why);
            case SIGNING_KEYS_UPLOAD, SIGNATURE_UPLOAD -> parts.crossSigning.refused(tx, request, why);
            case KEYS_QUERY -> parts.queries.failed(tx, request);
            case KEYS_CLAIM -> parts.claims.failed(tx, request);
            case TO_DEVICE -> parts.sharing.settled(tx, request);
            case BACKUP_VERSION, BACKUP_CREATION, BACKUP_UPLOAD -> parts.backup.refused(request.kind(), why);
        }
    }

    /** Other one-time keys under our ids: the server has seen a newer state of this device. Never invent ids over it. */
    private void uploadRefused(Failure why) {
        if (why instanceof Failure.Refused(int status, ObjectNode body)
                && status == 400
                && Json.string(body, "error")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("already exists")) {
            parts.account.breakDown(AccountBroken.STORE_OLDER_THAN_SERVER);
        } else {
            parts.account.uploadRefused();
        }
    }

    @Override
    public void track(Set<UserId> users) {
        users.forEach(user -> parts.tracking.track(tx, user));
    }

    @Override
    public Optional<Outgoing> missingSessions(Set<UserId> users) {
        return parts.account.broken().isPresent()
                ? Optional.empty()
                : parts.claims.missing(tx, users).map(Request::outgoing);
    }

    @Override
    public List<Outgoing> share(RoomId room, RoomPolicy policy) {
        return refusal(policy).isPresent() ? List.of() : parts.sharing.share(tx, room, policy);
    }

    @Override
    public EncryptResult encrypt(RoomId room, RoomPolicy policy, String type, ObjectNode content) {
        Optional<EncryptResult.Reason> refusal = refusal(policy);
        return refusal.isPresent()
                ? new EncryptResult.Refused(refusal.get())
                : parts.sharing.encrypt(tx, room, policy, type, content);
    }

    private Optional<EncryptResult.Reason> refusal(RoomPolicy policy) {
        if (parts.account.broken().isPresent()) {
            return Optional.of(EncryptResult.Reason.ACCOUNT_BROKEN);
        }
        return policy.algorithm().equals(Algorithms.MEGOLM)
                ? Optional.empty()
                : Optional.of(EncryptResult.Reason.UNKNOWN_ALGORITHM);
    }

    @Override
    public Decrypted decrypt(RoomId room, ObjectNode event) {
        return parts.decryption.decrypt(tx, room, event);
    }

    @Override
    public void doubtDeviceLists() {
        parts.tracking.allChanged(tx);
    }

    @Override
    public void breakDown(AccountBroken why) {
        parts.account.breakDown(why);
    }

    @Override
    public void bootstrapCrossSigning() {
        parts.crossSigning.bootstrap(tx);
    }

    @Override
    public CrossSigningStatus crossSigning() {
        return parts.crossSigning.status(tx);
    }

    @Override
    public Map<String, Secret> identitySecrets() {
        return parts.crossSigning.secrets();
    }

    @Override
    public Verifications verifications() {
        return new VerificationStep(tx, parts.verifying);
    }

    @Override
    public boolean adoptIdentity(Map<String, Secret> secrets) {
        return parts.crossSigning.adopt(tx, secrets);
    }

    @Override
    public KeyBackup backup() {
        return new StepBackup(tx, parts);
    }

    @Override
    public void countUse() {
        parts.account.countUse(tx);
    }

    @Override
    public CryptoReport report() {
        return new CryptoReport(
                parts.account.shared(),
                parts.account.serverKeys(),
                parts.crossSigning.status(tx),
                parts.backup.report(tx),
                parts.waiting.byReason(tx));
    }
}
