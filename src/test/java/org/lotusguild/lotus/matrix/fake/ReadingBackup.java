package org.lotusguild.lotus.matrix.fake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.KeyBackup;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;

/** A backup that is on once it has a key, takes every session, and wants uploaded what it was told. */
public final class ReadingBackup implements KeyBackup {
    private final List<SharedSession> taken = new CopyOnWriteArrayList<>();
    private final List<Missing> missed = new CopyOnWriteArrayList<>();
    private final Queue<Outgoing> uploads = new ConcurrentLinkedQueue<>();
    private @Nullable BackupKey key;
    private BackupReport.State state = BackupReport.State.OFF;

    /** The sessions it took, oldest first. */
    public List<SharedSession> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void start() {
        state = BackupReport.State.ON;
    }

    @Override
    public BackupReport report() {
        return new BackupReport(
                state, state == BackupReport.State.ON ? Optional.of("1") : Optional.empty(), taken.size(), 0);
    }

    @Override
    public Optional<BackupKey> key() {
        return Optional.ofNullable(key);
    }

    @Override
    public void adopt(BackupKey offered) {
        key = offered;
        start();
    }

    @Override
    public Optional<Outgoing> nextUpload() {
        return Optional.ofNullable(uploads.poll());
    }

    @Override
    public List<Missing> missing() {
        List<Missing> now = List.copyOf(missed);
        missed.clear();
        return now;
    }

    /** Is to go to the backup. */
    public void upload(Outgoing request) {
        uploads.add(request);
    }

    /** An event waits for this session. */
    public void miss(RoomId room, String sessionId) {
        missed.add(new Missing(room, sessionId));
    }

    Optional<Instant> due() {
        return missed.isEmpty() ? Optional.empty() : Optional.of(Instant.EPOCH);
    }

    @Override
    public Taken take(List<SharedSession> sessions, Optional<String> version) {
        taken.addAll(sessions);
        return new Taken(sessions.size(), 0, 0, List.of());
    }

    @Override
    public List<SharedSession> page(Optional<Missing> after, int size) {
        return after.isPresent() ? List.of() : taken();
    }
}
