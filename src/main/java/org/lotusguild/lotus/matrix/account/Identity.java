package org.lotusguild.lotus.matrix.account;

import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;

/** Whose account it is, and by what right. */
public sealed interface Identity {
    UserId user();

    /** A user of an application service; made if it does not exist. */
    record ServiceUser(UserId user, Secret asToken) implements Identity {}

    /** An ordinary account. The password makes one login; its token is kept sealed in the database. */
    record Ordinary(UserId user, Secret password) implements Identity {}
}
