package org.lotusguild.lotus.webhooks.sender;

import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.MatrixAccount;

/** Makes service users and opens them. */
@FunctionalInterface
public interface Opener {

    /**
     * A started account.
     *
     * @throws org.lotusguild.lotus.matrix.account.AccountRefused if the homeserver does not give us the user, or it must not be
     *     started
     */
    MatrixAccount open(UserId user) throws InterruptedException;
}
