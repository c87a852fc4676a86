package org.lotusguild.lotus.webhooks.delivery;

import java.util.Map;

/**
 * How a payload was sent, as far as a script may know: nothing by which anybody could send another one.
 *
 * @param headers by lower-case name
 */
public record Posted(String method, String contentType, Map<String, String> headers, Map<String, String> query) {
    public Posted {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }
}
