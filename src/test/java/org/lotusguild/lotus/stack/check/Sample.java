package org.lotusguild.lotus.stack.check;

import java.util.List;

/**
 * A few files in which one check finds something, or nothing. A line {@code === NAME} begins a file; {@code === NAME 0755 root}
 * gives its mode and owner too (else 0640 root). {@code facts.yaml} is what people told. A whole path is one that files may
 * name: {@code === /etc/x 0600 root} is there, {@code === /etc/x missing} is not.
 *
 * @param id of the check
 * @param places where it fails, {@code turnserver.conf:2}; empty if it passes
 */
record Sample(String id, List<String> places, String files) {
    /** The beginning of most samples for Synapse; the next line is the second of the file. */
    static final String HS = "=== homeserver.yaml\nserver_name: example.org";

    /** What people told; the next line is its first. */
    static final String FACTS = "=== facts.yaml";

    /** The check fails at these places, {@code "turnserver.conf:2 turnserver.conf:4"}, and nowhere else. */
    static Sample fails(String id, String places, String... lines) {
        return new Sample(id, List.of(places.split(" ", -1)), String.join("\n", lines));
    }

    /** The check runs and finds nothing. */
    static Sample passes(String id, String... lines) {
        return new Sample(id, List.of(), String.join("\n", lines));
    }

    @Override
    public String toString() {
        return id + (places.isEmpty() ? " passes" : " fails at " + places) + ": "
                + files.substring(Math.max(0, files.length() - 40)).replace('\n', '|');
    }
}
