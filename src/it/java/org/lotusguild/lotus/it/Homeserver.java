package org.lotusguild.lotus.it;

/**
 * A running homeserver that lets tests make accounts.
 *
 * @param base URL without a slash at the end
 * @param secret shared secret of its registration
 */
record Homeserver(String base, String name, String secret) {
    String userId(String localpart) {
        return "@" + localpart + ":" + name;
    }
}
