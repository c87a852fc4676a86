package org.lotusguild.lotus.base.json;

import org.jspecify.annotations.Nullable;

/** Bytes that are no JSON, or JSON that does not fit. The message never holds the offending text. */
public final class MalformedJson extends RuntimeException {
    public MalformedJson(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
