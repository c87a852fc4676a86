package org.lotusguild.lotus.crypto.identity;

/** Why keys of a user or device are not used. Malice and mistakes of strangers, so a value and not an exception. */
public enum Refused {
    WRONG_USER,
    WRONG_DEVICE,
    WRONG_USAGE,
    /** Absent, under another id, or more keys than there may be. */
    WRONG_KEYS,
    /** Not 32 bytes in base64. */
    MALFORMED_KEY,
    /** Of small order or not in canonical form. */
    WEAK_KEY,
    /** No signature, a false one, or one by another key. */
    BAD_SIGNATURE
}
