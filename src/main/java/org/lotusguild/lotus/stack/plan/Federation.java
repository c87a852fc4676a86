package org.lotusguild.lotus.stack.plan;

import java.util.List;

/** With whom the homeserver talks. */
public sealed interface Federation {

    /** With every server. */
    record Open() implements Federation {
        @Override
        public String toString() {
            return "open";
        }
    }

    /** With none. */
    record Closed() implements Federation {
        @Override
        public String toString() {
            return "closed";
        }
    }

    /**
     * With these servers only.
     *
     * @param servers server names, not the hosts that they delegate to
     */
    record Some(List<String> servers) implements Federation {
        public Some {
            if (!servers.stream().allMatch(Addresses::isName)) {
                throw new IllegalArgumentException(
                        "not a server name; write each in small letters, without scheme, port or path");
            }
            servers = List.copyOf(servers);
        }

        @Override
        public String toString() {
            return servers.toString();
        }
    }

    /** @throws IllegalArgumentException if it is neither {@code open} nor {@code closed} */
    static Federation parse(String text) {
        return switch (text) {
            case "open" -> new Open();
            case "closed" -> new Closed();
            default -> throw new IllegalArgumentException("must be open, closed or a list of server names");
        };
    }

    /** @throws IllegalArgumentException if one of them is no server name */
    static Federation parse(List<String> servers) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("the list is empty; write closed for no server at all");
        }
        return new Some(servers);
    }

    default boolean closed() {
        return this instanceof Closed;
    }
}
