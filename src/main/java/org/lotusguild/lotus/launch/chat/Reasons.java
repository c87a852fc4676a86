package org.lotusguild.lotus.launch.chat;

import org.lotusguild.lotus.crypto.Decrypted;

/** Why a message cannot be read, for the one who wants to read it. */
final class Reasons {
    private Reasons() {}

    static String of(Decrypted.Reason reason) {
        return switch (reason) {
            case UNKNOWN_SESSION -> "this device has not got its key; perhaps the device is younger than the message";
            case UNKNOWN_INDEX -> "the key that this device got begins later";
            case WITHHELD_UNVERIFIED -> "its sender gives keys to verified devices only";
            case WITHHELD_BLACKLISTED -> "its sender has blocked this device";
            case WITHHELD_UNAUTHORISED -> "its sender's client holds that it is not for this device";
            case WITHHELD_NO_OLM -> "its sender's client found no way to send this device the key";
            case WITHHELD_OTHER -> "its sender's client keeps the key back";
            case REPLAYED -> "it repeats an older message";
            case WRONG_ROOM -> "it was written for another room";
            case WRONG_SENDER -> "its key belongs to somebody else than its sender";
            case BAD_CIPHERTEXT, MALFORMED -> "it is damaged";
            case UNKNOWN_ALGORITHM -> "it is encrypted in a way that Lotus does not know";
        };
    }
}
