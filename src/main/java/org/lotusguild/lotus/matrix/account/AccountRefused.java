package org.lotusguild.lotus.matrix.account;

/** The account must not be started. The message is one sentence for people, with the way out. */
public final class AccountRefused extends RuntimeException {
    /** What a homeserver must know whose application services have users with devices. */
    static final String DEVICES =
            "it must know MSC4190 and MSC4326, as Synapse does since 1.141. Where it cannot, name an"
                    + " ordinary account under homeserver.login.";

    private final boolean denied;

    AccountRefused(String message) {
        this(message, false);
    }

    private AccountRefused(String message, boolean denied) {
        super(message);
        this.denied = denied;
    }

    /** The homeserver gives us no such user, or no device for it. */
    public static AccountRefused denied(String message) {
        return new AccountRefused(message, true);
    }

    /** Whether nothing that we store is to blame: whoever can speak through another account may. */
    public boolean denied() {
        return denied;
    }
}
