package org.lotusguild.lotus.http.server;

import java.util.List;
import java.util.Map;

/**
 * Where a request ends must be told once and clearly: otherwise a proxy before us and we disagree on where the next one begins, and one
 * sender's request is taken for another's (RFC 9112, sections 6.1 and 6.3, and 11.2).
 */
final class Framing {
    private Framing() {}

    /**
     * @param headers by lower-case name
     * @throws Refusal 400, and the connection ends
     */
    static void require(Map<String, List<String>> headers) {
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        List<String> codings = headers.getOrDefault("transfer-encoding", List.of());
        if (lengths.size() > 1
                || lengths.stream().anyMatch(length -> !length.strip().matches("\\d{1,18}"))) {
            throw Refusal.broken("the request has several lengths, or none that is a number");
        }
        if (!lengths.isEmpty() && !codings.isEmpty()) {
            throw Refusal.broken("the request has a length and comes in chunks as well");
        }
        if (codings.size() > 1
                || codings.stream().anyMatch(coding -> !coding.strip().equalsIgnoreCase("chunked"))) {
            throw Refusal.broken("the request has a transfer coding that is not taken");
        }
    }
}
