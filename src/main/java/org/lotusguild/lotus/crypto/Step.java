package org.lotusguild.lotus.crypto;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of the machine: the account's lock is held and one transaction is open until the lambda of
 * {@link CryptoMachine#step} returns. What it changes in memory counts only after the commit. Never wait for the network
 * inside.
 */
public interface Step {

    /** The step's transaction: rows of the caller that must commit together with it. */
    Tx tx();

    /** Takes in one sync answer: to-device events, device lists, key counts. Replays are harmless. */
    SyncOutcome receive(SyncChanges changes);

    /** The stored requests that are to be sent now, uploads first, then queries, claims, to-device. */
    List<Outgoing> outgoing();

    /** The server accepted the request with this answer. A second call for the same id is ignored. */
    void sent(RequestId id, ObjectNode answer);

    /** The request came to nothing for good. One that may be repeated is simply left alone. */
    void failed(RequestId id, Failure why);

    /** Begins to follow the devices of these users; unknown ones become dirty and are queried by {@link #outgoing}. */
    void track(Set<UserId> users);

    /**
     * A claim of one-time keys for the devices of these users that we have no Olm session with. A device that had none to
     * give is asked again after five minutes. The claim is in {@link #outgoing} as well until it is answered.
     */
    Optional<Outgoing> missingSessions(Set<UserId> users);

    /**
     * Makes or renews the room's outbound session and answers the to-device requests (room keys and withheld notices, 250
     * devices each) that must be acknowledged before {@link #encrypt}. Never fails for a single device.
     */
    List<Outgoing> share(RoomId room, RoomPolicy policy);

    /** Encrypts with the shared session of the room; {@code ShareFirst} if there is none that is good for this policy. */
    EncryptResult encrypt(RoomId room, RoomPolicy policy, String type, ObjectNode content);

    /**
     * Decrypts an event as it came from the homeserver (event_id, sender, content, origin_server_ts). The same event may be
     * decrypted again: one that was {@link Trust#UNKNOWN} shows more once its sender's device list is queried.
     */
    Decrypted decrypt(RoomId room, ObjectNode event);

    /** News of other people's devices may have been missed: every list is queried again before it is used. */
    void doubtDeviceLists();

    /** The device must never be used again: {@link CryptoMachine#broken} says so from now on, also after a restart. */
    void breakDown(AccountBroken why);

    /** Makes the cross-signing identity if there is none, and asks for its uploads; again after a crash: the same keys. */
    void bootstrapCrossSigning();

    CrossSigningStatus crossSigning();

    /** The private keys of our identity under their names in secret storage; empty if it is not made yet. */
    Map<String, Secret> identitySecrets();

    /** Emoji verifications with other devices and people. */
    Verifications verifications();

    /**
     * Takes over the private keys of our identity that the account's owner kept in secret storage, under their names there;
     * the device is signed with them next. False if they are not those of the identity that the homeserver shows.
     */
    boolean adoptIdentity(Map<String, Secret> secrets);

    /** The copy of our room keys on the homeserver. */
    KeyBackup backup();

    /** One more sign of life: {@link CryptoMachine#starts} grows by one without a start. */
    void countUse();

    /** For status output and health. */
    CryptoReport report();
}
