package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.lotusguild.lotus.stack.tool.Tool;

/** The running coturn of one configuration. */
record CoturnProcess(long pid) {
    private static final String PROGRAM = "turnserver";

    /** @throws CertificateTrouble if it does not run */
    static CoturnProcess of(Destination.Hears.Coturn coturn) {
        return byFile(coturn.pidFile())
                .or(() -> byConfiguration(coturn.configuration()))
                .map(process -> new CoturnProcess(process.pid()))
                .orElseThrow(() -> new CertificateTrouble(
                        "coturn does not run with " + coturn.configuration(), "Start it; the new files are in place"));
    }

    /** A number may belong to another process by now. */
    private static Optional<ProcessHandle> byFile(Path pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(CoturnProcess::isCoturn);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessHandle> byConfiguration(Path configuration) {
        return ProcessHandle.allProcesses()
                .filter(CoturnProcess::isCoturn)
                .filter(process -> process.info()
                        .arguments()
                        .map(words -> Arrays.asList(words).contains(configuration.toString()))
                        .orElse(false))
                .findFirst();
    }

    private static boolean isCoturn(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith(PROGRAM))
                .orElse(false);
    }

    /** Makes it read its certificate again; allocations and calls go on. */
    void reread() {
        Tool.Outcome outcome = Tool.of("kill", "-USR2", Long.toString(pid)).run();
        if (!outcome.ok()) {
            throw new CertificateTrouble(
                    "coturn (process " + pid + ") could not be told: " + outcome.words(),
                    "The new files are in place; may this user signal it?");
        }
    }
}
