package org.lotusguild.lotus.stack.certs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.config.HostPort;

/**
 * A server that shows a certificate.
 *
 * @param name the host name that must be in it
 * @param files where the server reads chain and key; empty if it reads the source itself
 * @param hears how it is told of a change
 * @param shown where it shows the certificate; empty to look nowhere
 */
public record Destination(String name, Optional<Files> files, Hears hears, Optional<HostPort> shown) {

    /**
     * Where the server reads its certificate.
     *
     * @param like a file that the same server reads: where the two are not there yet, they are for whoever may read that one
     */
    public record Files(Path chain, Path key, Path like) {}

    /** How a server hears that its files changed. */
    public sealed interface Hears {
        /**
         * {@code SIGUSR2} to coturn: calls go on. Debian's unit lets it write no pid file; then it is the process that was started
         * with this configuration.
         */
        record Coturn(Path pidFile, Path configuration) implements Hears {}

        /** A command, as {@code nginx -s reload}. */
        record ByCommand(List<String> command) implements Hears {
            public ByCommand {
                command = List.copyOf(command);
            }
        }
    }
}
