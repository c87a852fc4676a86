package org.lotusguild.lotus.crypto.machine;

import java.util.Objects;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.store.Tx;

/**
 * Whose messages a session may carry. The key of a session proves what it reads, not who made it: everybody who was given
 * it can bring it to us as his own. So nobody who comes first shuts others out; each claim counts for its own user's events
 * only.
 */
final class Owners {
    private static final int MOST_OF_USER = 2_000;

    private final Surroundings at;
    private final OwnerStore store;

    Owners(Surroundings at) {
        this.at = at;
        this.store = new OwnerStore(at.account());
    }

    /** The device of this user that owns the session; empty if none brought its key. */
    Optional<Owner> of(Tx tx, Inbound session, UserId sender) {
        return store.find(tx, session.id(), sender)
                .or(() -> Optional.of(session.owner()).filter(first -> first.mayBe(sender)));
    }

    /**
     * One more device brings the key of a session that we hold. Among devices of one user the first counts, unless only a
     * later one is signed.
     *
     * @return false if another device of the same user counts
     */
    boolean claim(Tx tx, Inbound session, Owner offered) {
        UserId user = Objects.requireNonNull(offered.user(), "who brings a key is known");
        Optional<Owner> before =
                of(tx, session, user).filter(held -> held.origin().proven());
        if (before.filter(held -> !outranks(offered, held)).isPresent()) {
            return before.get().identityKey().equals(offered.identityKey());
        }
        store.save(tx, session.id(), offered, user, at.now());
        store.keepYoungest(tx, user, MOST_OF_USER);
        return true;
    }

    private static boolean outranks(Owner offered, Owner held) {
        return held.origin() != Inbound.Origin.OWN
                && offered.trustAtReceipt().crossSignedOrBetter()
                && !held.trustAtReceipt().crossSignedOrBetter();
    }
}
