package org.lotusguild.lotus.crypto.seal;

import org.jspecify.annotations.Nullable;

/** A sealed value does not open, or the vault key is not the one of this database. Nothing was read. */
public final class SealBroken extends RuntimeException {
    SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
