package org.lotusguild.lotus.stack.check;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of servers: a host, or an address, and perhaps a port; lower case. */
final class ServerNames {
    private static final Pattern GOOD =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::\\d{1,5})?");

    private ServerNames() {}

    static boolean good(String name) {
        return GOOD.matcher(name).matches();
    }

    /** What is left without scheme and path, in lower case. */
    static String bare(String name) {
        return name.replaceFirst("^[A-Za-z]+://", "").replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
    }

    /** The host of an address, without its port; empty if there is none. */
    static String host(String url) {
        return bare(url).replaceFirst(":\\d+$", "");
    }
}
