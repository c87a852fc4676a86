package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;

/** The TURN servers that Synapse tells its clients. */
public final class TurnAddresses {
    private static final Pattern FORM =
            Pattern.compile("(turns?):(\\[[0-9a-fA-F:.]+]|[^:?]+)(?::(\\d{1,5}))?(?:\\?transport=(\\w+))?");
    private static final int PLAIN = 3478;
    private static final int SECURE = 5349;

    private TurnAddresses() {}

    /** One of {@code turn_uris}. */
    public record TurnAddress(boolean secure, String host, int port) {
        /** {@code host:port}. */
        public String place() {
            return host + ":" + port;
        }
    }

    public static List<TurnAddress> of(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.items("turn_uris").stream())
                .flatMap(uri -> uri.text().stream())
                .flatMap(TurnAddresses::read)
                .distinct()
                .toList();
    }

    private static Stream<TurnAddress> read(String uri) {
        Matcher parts = FORM.matcher(uri);
        if (!parts.matches()) {
            return Stream.of();
        }
        boolean secure = parts.group(1).equals("turns");
        int port = parts.group(3) == null ? (secure ? SECURE : PLAIN) : Integer.parseInt(parts.group(3));
        return Stream.of(new TurnAddress(secure, parts.group(2), port));
    }
}
