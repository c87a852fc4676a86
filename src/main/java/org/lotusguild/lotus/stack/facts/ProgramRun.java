package org.lotusguild.lotus.stack.facts;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that judged a file.
 *
 * @param file as it is shown
 * @param command as it was typed
 * @param exit empty if it was ended after its time
 * @param output both streams, the first 256 KiB
 */
public record ProgramRun(Judge judge, String file, String command, Optional<Integer> exit, String output) {
    /** Who judges what. */
    public enum Judge {
        /** {@code python -m synapse.config}. */
        SYNAPSE,
        /** {@code nginx -t}. */
        NGINX,
        /** {@code livekit-server --config F ports}. */
        LIVEKIT,
        /** {@code turnserver -c F}, two seconds of its log. */
        COTURN,
        /** {@code fail2ban-regex}, on the recorded failures. */
        FAIL2BAN,
        /** {@code postgres -C shared_buffers}. */
        POSTGRES,
        /** {@code promtool check config} and {@code check rules}. */
        PROMETHEUS,
        /** {@code authelia config validate}. */
        AUTHELIA
    }

    public boolean well() {
        return exit.filter(code -> code == 0).isPresent();
    }

    public Stream<String> lines() {
        return output.lines();
    }

    /** The last line that says something. */
    public String lastLine() {
        return lines().filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .orElse("");
    }
}
