package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status line and the headers of an answer.
 *
 * @param lasting whether the connection may serve another call (RFC 9112, section 9.3)
 */
record AnswerHead(int status, Map<String, List<String>> headers, boolean lasting) {
    static final AnswerHead NONE = new AnswerHead(0, Map.of(), false);
    /** The framing of a body that comes in chunks. */
    static final long CHUNKED = -1;
    /** The framing of a body that ends with the connection. */
    static final long UNTIL_CLOSED = -2;

    private static final int CAP = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) (\\d{3})( .*)?");

    static AnswerHead read(InputStream in) throws IOException {
        int[] left = {CAP};
        Matcher first = STATUS.matcher(line(in, left));
        if (!first.matches()) {
            throw new IOException("the answer is no HTTP/1.1");
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("the answer has a broken header");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        boolean twice = headers.containsKey("transfer-encoding") && headers.containsKey("content-length");
        boolean lasting = first.group(1).equals("1")
                && !twice
                && headers.getOrDefault("connection", List.of()).stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
        return new AnswerHead(Integer.parseInt(first.group(2)), headers, lasting);
    }

    /** One line without its end. */
    static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the answer broke off");
            }
            if (--left[0] < 0) {
                throw new IOException("the head of the answer is too long");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /**
     * The length of the body, or how it ends (RFC 9112, section 6.3).
     *
     * @throws IOException if it says several
     */
    long framing(String method) throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return 0;
        }
        if (headers.containsKey("transfer-encoding")) {
            return CHUNKED;
        }
        Set<String> lengths = Set.copyOf(headers.getOrDefault("content-length", List.of()));
        if (lengths.size() > 1) {
            throw new IOException("the answer has several lengths");
        }
        return lengths.stream()
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .findFirst()
                .orElse(UNTIL_CLOSED);
    }
}
