package org.lotusguild.lotus.crypto.verification;

/** Why a verification ends without a result; the codes of the specification. */
public enum CancelCode {
    /** A human did not want to, or nobody is there. */
    USER("m.user"),
    TIMEOUT("m.timeout"),
    UNKNOWN_METHOD("m.unknown_method"),
    UNEXPECTED_MESSAGE("m.unexpected_message"),
    INVALID_MESSAGE("m.invalid_message"),
    /** Keys are not those that we know, or changed meanwhile, or their MAC is false. */
    KEY_MISMATCH("m.key_mismatch"),
    /** Another user spoke in a conversation of two. */
    USER_MISMATCH("m.user_mismatch"),
    MISMATCHED_COMMITMENT("m.mismatched_commitment"),
    /** A human says that the emoji differ. */
    MISMATCHED_SAS("m.mismatched_sas"),
    /** Another device of the same user took the request. */
    ACCEPTED("m.accepted");

    private final String wire;

    CancelCode(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
