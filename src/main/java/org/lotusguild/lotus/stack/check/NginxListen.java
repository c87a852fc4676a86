package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;

/**
 * A {@code listen} of a server.
 *
 * @param address empty for all addresses
 */
record NginxListen(Directive directive, String address, int port) {
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.]*]|[^:]+):)?(\\d{1,5})");
    private static final int USUAL = 80;

    static List<NginxListen> of(Nested server) {
        return server.directive().all("listen").stream()
                .flatMap(NginxListen::read)
                .toList();
    }

    private static Stream<NginxListen> read(Directive listen) {
        String target = listen.args().isEmpty() ? "" : listen.args().getFirst();
        Matcher parts = FORM.matcher(target);
        if (parts.matches()) {
            String address = Optional.ofNullable(parts.group(1)).orElse("*");
            return Stream.of(new NginxListen(
                    listen,
                    address.equals("*") ? "" : address.replaceAll("[\\[\\]]", ""),
                    Integer.parseInt(parts.group(2))));
        }
        return target.startsWith("unix:") ? Stream.of() : Stream.of(new NginxListen(listen, target, USUAL));
    }

    boolean has(String word) {
        return directive.args().contains(word);
    }

    boolean tls() {
        return has("ssl") || has("quic");
    }
}
