package org.lotusguild.lotus.http.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request.
 *
 * @param path as sent, without the query
 * @param headers by lower-case name
 * @param query decoded
 * @param params what the route's {@code {name}} places hold, decoded; see {@link #param}
 * @param content read when it is asked for, up to the cap of the route
 * @param remote who sent it; behind a trusted proxy, whom that names
 */
public record Request(
        String method,
        String path,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Map<String, String> params,
        Content content,
        InetAddress remote) {

    /** The body while it comes in. */
    @FunctionalInterface
    public interface Content {

        /** @throws Refusal 413 if it is longer, 400 if it breaks off; too slow a sender is cut off */
        byte[] read(int cap);

        static Content of(byte[] bytes) {
            return cap -> {
                if (bytes.length > cap) {
                    throw Refusal.tooLarge(cap);
                }
                return bytes;
            };
        }
    }

    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The first value; empty if the query has no such name. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** @throws IllegalArgumentException if the route has no such place */
    public String param(String name) {
        String value = params.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** The whole body, once. */
    public byte[] body(int cap) {
        return content.read(cap);
    }

    /** The body as a JSON object; one that is none is answered with 400. */
    public ObjectNode json(int cap) {
        return Json.parseObject(body(cap));
    }

    Request with(Map<String, String> found) {
        return new Request(method, path, headers, query, Map.copyOf(found), content, remote);
    }

    /** Without headers, query and body: they may hold tokens. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
