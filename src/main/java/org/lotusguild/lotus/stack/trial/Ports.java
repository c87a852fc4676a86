package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The loopback ports of this machine: which are free, and who holds the others. */
public final class Ports {
    private static final int NEIGHBOURS = 20;
    private static final String LISTENING = "0A";

    private Ports() {}

    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The wanted port, else one of the next twenty, else any. It may be taken by the time it is used. */
    public static int firstFree(int wanted) {
        for (int port = wanted; port <= wanted + NEIGHBOURS; port++) {
            if (free(port)) {
                return port;
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new TrialException("This machine has no free port: " + e.getMessage(), "End programs that listen");
        }
    }

    /**
     * The process that listens on the port, if the system shows it to us (Linux, and one's own processes or root).
     *
     * <p>Source: proc(5), {@code /proc/net/tcp}: column 2 local address, 4 state, 10 inode.
     */
    public static Optional<ProcessHandle> holder(int port) {
        return List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")).stream()
                .flatMap(table -> inode(table, port).stream())
                .flatMap(inode -> ofSocket("socket:[" + inode + "]").stream())
                .findFirst();
    }

    /** For people: {@code pid 4711 (/usr/bin/nginx)}, or {@code another program}. */
    public static String holderShown(int port) {
        return holder(port)
                .map(process -> "pid " + process.pid()
                        + process.info().command().map(c -> " (" + c + ")").orElse(""))
                .orElse("another program");
    }

    private static Optional<String> inode(Path table, int port) {
        String address = String.format(Locale.ROOT, ":%04X", port);
        try (var lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > 9 && columns[1].endsWith(address))
                    .filter(columns -> columns[3].equals(LISTENING))
                    .map(columns -> columns[9])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // no such table on this system
        }
    }

    private static Optional<ProcessHandle> ofSocket(String link) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(Path.of("/proc", Long.toString(process.pid()), "fd"), link))
                .findFirst();
    }

    private static boolean holds(Path descriptors, String link) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                if (pointsTo(descriptor, link)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // gone, or of somebody else
        }
        return false;
    }

    private static boolean pointsTo(Path descriptor, String link) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(link);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
