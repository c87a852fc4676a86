package org.lotusguild.lotus.base.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listener binds, {@code 127.0.0.1:8090} or {@code [::1]:8090}.
 *
 * @param host without brackets
 * @param port 0 for any free one
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");
    private static final int HIGHEST = 65_535;

    public HostPort {
        if (port < 0 || port > HIGHEST) {
            throw new IllegalArgumentException("the port must be 0 to 65535");
        }
    }

    /** @throws IllegalArgumentException if the text is no {@code host:port} */
    public static HostPort parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an address, write host:port, for example 127.0.0.1:8090");
        }
        String bracketed = parts.group(1);
        return new HostPort(bracketed == null ? parts.group(2) : bracketed, Integer.parseInt(parts.group(3)));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
