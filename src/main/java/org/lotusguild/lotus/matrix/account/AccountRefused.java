package org.lotusguild.lotus.matrix.account;

/** The account must not be started. The message is one sentence for people, with the way out. */
public final class AccountRefused extends RuntimeException {
    AccountRefused(String message) {
        super(message);
    }
}
