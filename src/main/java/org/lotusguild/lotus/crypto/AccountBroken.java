package org.lotusguild.lotus.crypto;

/** Why the account's device can never be used again. The way out is a new device of the same identity. */
public enum AccountBroken {
    /** The server already had other one-time keys under our ids: the database is a restored, older one. */
    STORE_OLDER_THAN_SERVER("the store is older than the server: it would repeat keys that were already used");

    private final String sentence;

    AccountBroken(String sentence) {
        this.sentence = sentence;
    }

    /** For people; it names the fault, not the way out. */
    public String sentence() {
        return sentence;
    }
}
