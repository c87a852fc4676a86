package org.lotusguild.lotus.crypto.machine;

/** The names on the wire. */
final class Algorithms {
    static final String OLM = "m.olm.v1.curve25519-aes-sha2";
    static final String MEGOLM = "m.megolm.v1.aes-sha2";
    static final String ONE_TIME_KEY = "signed_curve25519";

    private Algorithms() {}
}
