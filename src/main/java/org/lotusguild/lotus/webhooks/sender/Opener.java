package org.lotusguild.lotus.webhooks.sender;

import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.MatrixAccount;

/** Makes service users and opens them. */
@FunctionalInterface
public interface Opener {

    /**
     * A started account.
     *
     * @throws org.lotusguild.lotus.matrix.account.AccountRefused if the registration does not give us the user
     */
    MatrixAccount open(UserId user) throws InterruptedException;
}
