package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.store.Tx;

/** All parts of one machine, as read from one state of the database. Thrown away after a roll-back. */
final class Parts implements AutoCloseable {
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    /** So long an event may come again and is told from a replay; later both are refused. */
    private static final Duration TOLD_APART = Duration.ofDays(30);

    final Surroundings at;
    final AccountKeys account;
    final Requests requests;
    final Tracking tracking;
    final Devices devices;
    final CrossSigning crossSigning;
    final KeysQueries queries;
    final Claims claims;
    final Sharing sharing;
    final Inbox inbox;
    final RoomDecryption decryption;
    final Waiting waiting;
    final Verifying verifying;
    private final OlmSessions olm;
    final InboundSessions inbound;
    final Backup backup;
    private final RoomKeys roomKeys;
    private final ReplayGuard replays;
    private final Withheld withheld;
    private Instant tidyAt = Instant.MIN;

    Parts(Tx tx, Surroundings at, AccountKeys account, VerificationBook verifications) {
        this.at = at;
        this.account = account;
        this.requests = Requests.load(tx, at);
        this.tracking = new Tracking(tx, at);
        this.devices = new Devices(tx, at);
        this.olm = OlmSessions.load(tx, at, account);
        this.crossSigning = new CrossSigning(tx, at, account, devices, tracking, requests);
        this.queries = new KeysQueries(at, tracking, devices, crossSigning, requests);
        Envelopes envelopes = new Envelopes(at, account, olm);
        this.claims = new Claims(at, devices, olm, requests, envelopes);
        InboundStore inboundStore = new InboundStore(at.account(), at.sealer());
        Owners owners = new Owners(at);
        this.inbound = new InboundSessions(inboundStore, owners, at.clock());
        this.replays = new ReplayGuard(inboundStore, at.clock());
        this.roomKeys = new RoomKeys(at, account, inbound);
        this.sharing = new Sharing(at, devices, tracking, olm, envelopes, roomKeys, requests);
        this.waiting = new Waiting(tx, at);
        this.withheld = new Withheld(at, waiting);
        this.verifying = new Verifying(at, account, devices, tracking, crossSigning, requests, verifications);
        this.inbox = new Inbox(at, new OlmInbox(at, account, olm, devices), inbound, waiting, withheld, verifying);
        this.backup = new Backup(tx, at, account, crossSigning, inbound, requests);
        this.decryption = new RoomDecryption(inbound, owners, replays, waiting, withheld, devices);
    }

    /** Once an hour: what is too old to be of use goes. */
    void tidy(Tx tx) {
        if (at.now().isBefore(tidyAt)) {
            return;
        }
        olm.tidy(tx);
        inbound.closeReadBefore(tx, at.now().minus(TOLD_APART));
        waiting.giveUpOld(tx);
        withheld.forgetOld(tx);
        tidyAt = at.now().plus(TIDY_EVERY);
    }

    /** When {@link StepBackup} has something to do. */
    Optional<Instant> backupDue() {
        if (account.broken().isPresent()) {
            return Optional.empty();
        }
        if (backup.due()) {
            return Optional.of(Instant.EPOCH);
        }
        return backup.readable() ? waiting.nextTry() : Optional.empty();
    }

    /** Writes everything that the step changed in memory. */
    void flush(Tx tx) {
        account.flush(tx);
        olm.flush(tx);
        roomKeys.flush(tx);
        replays.flush(tx);
        inbound.trim();
        devices.flush();
        verifying.flush(tx);
    }

    @Override
    public void close() {
        verifying.close();
        roomKeys.close();
        inbound.close();
        olm.close();
        account.close();
    }
}
