package org.lotusguild.lotus.matrix;

import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Verification;

/**
 * Emoji verifications of an account, for somebody who can look at them. While nobody looks, requests are declined with the
 * account's own sentence.
 */
public interface Verifier {

    /**
     * Somebody looks from now on, until some seconds after the last {@link #look}. Whoever did before, does so in vain.
     *
     * @param with who is asked, in the direct chat or on all devices; absent: the next who asks is answered
     * @return false if the user has no device that we know
     */
    boolean begin(Optional<UserId> with);

    /** The one that is looked at, as soon as there is one. */
    Optional<Verification> look();

    /** What was seen on both sides is the same, or not. */
    void answer(boolean same);

    /** Nobody looks any more; what is not over is cancelled. */
    void end(String why);
}
