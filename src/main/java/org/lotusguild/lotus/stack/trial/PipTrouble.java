package org.lotusguild.lotus.stack.trial;

import java.nio.file.Path;
import java.util.List;

/** Why the installation failed, from what {@code venv} and {@code pip} said. */
final class PipTrouble {
    private static final String AGAIN = "then run `lotus up` again; it goes on from here";
    private static final List<String> NETWORK = List.of(
            "Failed to establish a new connection",
            "NewConnectionError",
            "Temporary failure in name resolution",
            "Name or service not known",
            "Network is unreachable",
            "ConnectTimeoutError",
            "Read timed out",
            "ReadTimeoutError",
            "ProxyError",
            "Connection reset",
            "Connection aborted");

    private PipTrouble() {}

    static TrialException of(CommandRun run, Path log) {
        String said = run.tail(Integer.MAX_VALUE);
        if (said.contains("No space left on device")) {
            return new TrialException("The disk became full while installing Synapse", TrialException.DISK_REMEDY);
        }
        if (said.contains("ensurepip is not available")) {
            return new TrialException(
                    "Python is here, but without its venv module",
                    "Install it (Debian, Ubuntu: apt install python3-venv), " + AGAIN);
        }
        if (NETWORK.stream().anyMatch(said::contains)) {
            return new TrialException(
                    "The network does not reach the Python package index, which the first start needs once",
                    "Connect this machine (or set pip's proxy or index), " + AGAIN);
        }
        if (said.contains("CERTIFICATE_VERIFY_FAILED")) {
            return new TrialException(
                    "The Python package index has a certificate that this machine does not trust",
                    "Add the authority (pip's `cert` setting), " + AGAIN);
        }
        return new TrialException(
                "Installing Synapse failed (exit code " + run.exitCode() + "):\n"
                        + run.tail(5).indent(4).stripTrailing(),
                "The whole output is in " + log + "; mend what it says, " + AGAIN);
    }
}
