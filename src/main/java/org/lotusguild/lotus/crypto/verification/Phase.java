package org.lotusguild.lotus.crypto.verification;

import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;

/** How far an exchange is. */
public sealed interface Phase {

    /** The way to {@link Over}: the other device is known, its keys are noted. */
    sealed interface WithPeer extends Phase {
        Peer peer();
    }

    /** We asked; no device has answered. */
    record Asked() implements Phase {}

    /** The other asks, from this device; our human has not answered. */
    record Requested(DeviceId device) implements Phase {}

    /** Both want to; whoever asked starts. */
    record Ready(Peer peer) implements WithPeer {}

    /** We started. @param start canonical content of our start */
    record Started(Peer peer, ThrowAway key, String start) implements WithPeer {}

    /** We started, the other has bound itself to a key that it does not show yet; ours is shown. */
    record Bound(Peer peer, ThrowAway key, String start, String accepted, String commitment) implements WithPeer {}

    /** The other started; we have bound ourselves to a key. */
    record Committed(Peer peer, ThrowAway key, String start) implements WithPeer {}

    /**
     * The keys are exchanged: humans compare.
     *
     * @param start canonical content of the start, ours or theirs
     * @param weStarted whose it is
     * @param proof what the other's MACs prove, once they are here
     * @param agreed our human has said yes
     */
    record Comparing(
            Peer peer,
            ThrowAway key,
            Curve25519Key theirs,
            String start,
            boolean weStarted,
            Optional<Proof> proof,
            boolean agreed)
            implements WithPeer {
        Comparing proven(Proof shown) {
            return new Comparing(peer, key, theirs, start, weStarted, Optional.of(shown), agreed);
        }

        Comparing agreedTo() {
            return new Comparing(peer, key, theirs, start, weStarted, proof, true);
        }
    }

    /**
     * Which keys of the other its MACs cover.
     *
     * @param macs canonical content, to tell a repetition from a second opinion
     */
    record Proof(String macs, boolean device, boolean master) {}

    /** At an end. */
    sealed interface Over extends Phase {}

    /** @param proof of keys that are now proven to be the other's */
    record Done(Peer peer, Proof proof) implements Over {}

    /** @param byUs else the other said so */
    record Cancelled(String code, String reason, boolean byUs) implements Over {}
}
