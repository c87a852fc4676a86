package org.lotusguild.lotus.crypto.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.KeyBackup;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.machine.BackupStore.Sent;
import org.lotusguild.lotus.crypto.machine.Inbound.Origin;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.store.Tx;

/** The backup inside one step. */
record StepBackup(Tx tx, Parts parts) implements KeyBackup {
    private static final int ASKED_AT_ONCE = 20;

    @Override
    public void start() {
        parts.backup.start(tx);
    }

    @Override
    public BackupReport report() {
        return parts.backup.report(tx);
    }

    @Override
    public Optional<BackupKey> key() {
        return parts.backup.key();
    }

    @Override
    public void adopt(BackupKey key) {
        parts.backup.adopt(tx, key);
    }

    @Override
    public Optional<Outgoing> nextUpload() {
        return parts.account.broken().isPresent()
                ? Optional.empty()
                : parts.backup.nextUpload(tx).map(Request::outgoing);
    }

    @Override
    public List<Missing> missing() {
        return parts.backup.readable()
                ? parts.waiting.due(tx, ASKED_AT_ONCE).stream()
                        .map(id -> new Missing(id.room(), id.sessionId()))
                        .toList()
                : List.of();
    }

    @Override
    public Taken take(List<SharedSession> sessions, Optional<String> version) {
        int added = 0;
        int known = 0;
        int unusable = 0;
        List<Released> released = new ArrayList<>();
        List<Sent> atBackup = new ArrayList<>();
        Origin origin = version.isPresent() ? Origin.BACKUP : Origin.IMPORTED;
        for (SharedSession session : sessions) {
            Optional<MegolmInbound> opened = opened(session);
            if (opened.isEmpty()) {
                unusable++;
                continue;
            }
            Sent sent = new Sent(
                    new Inbound.Id(session.room(), session.sessionId()),
                    opened.get().firstKnownIndex());
            Owner owner = new Owner(null, session.senderKey(), session.signingKey(), origin, Trust.UNKNOWN);
            switch (parts.inbound.restore(tx, session.room(), opened.get(), owner)) {
                case ADDED -> {
                    added++;
                    atBackup.add(sent);
                    released.addAll(parts.waiting.release(tx, session.room(), session.sessionId()));
                }
                case KNOWN -> {
                    known++;
                    atBackup.add(sent);
                }
                case OTHER -> unusable++;
            }
        }
        version.ifPresent(of -> parts.backup.has(tx, of, atBackup));
        return new Taken(added, known, unusable, released);
    }

    private static Optional<MegolmInbound> opened(SharedSession shared) {
        try {
            MegolmInbound session = MegolmInbound.fromExport(shared.key());
            if (session.sessionId().equals(shared.sessionId())) {
                return Optional.of(session);
            }
            session.close();
        } catch (CryptoException e) {
            // Written by somebody who had the public key of the backup, or damaged.
        }
        return Optional.empty();
    }

    @Override
    public List<SharedSession> page(Optional<Missing> after, int size) {
        return parts.inbound.page(tx, after.map(last -> new Inbound.Id(last.room(), last.sessionId())), size).stream()
                .map(Backup::shared)
                .toList();
    }
}
