package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The kind of refusal that something ends with; a test failure if it is not refused or otherwise. */
final class Refusal {
    private Refusal() {}

    static CryptoException.Kind refusal(ThrowingCallable step) {
        CryptoException refused = catchThrowableOfType(CryptoException.class, step);
        if (refused == null) {
            throw new AssertionError("accepted");
        }
        return refused.kind();
    }
}
