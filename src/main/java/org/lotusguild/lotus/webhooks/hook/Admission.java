package org.lotusguild.lotus.webhooks.hook;

import java.util.List;

/**
 * Who may post to a hook, and what.
 *
 * @param auth any one suffices; none: whoever knows the address
 * @param addresses addresses or networks; none: all
 * @param get whether GET is answered too
 * @param maxBody bytes, packed and unpacked
 */
public record Admission(List<Auth> auth, List<String> addresses, boolean get, int maxBody) {
    public Admission {
        auth = List.copyOf(auth);
        addresses = List.copyOf(addresses);
    }
}
