package org.lotusguild.lotus.stack.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;

/**
 * coturn has no check mode: it is started for two seconds with the file as it is, but for where it listens and what it writes. That
 * is changed in a copy, for what stands in the file and on the command line is added up.
 */
public final class TurnTrial {
    private static final Duration TIME = Duration.ofSeconds(2);

    /** Ends it where Lotus is killed before it could: it holds the secret of the real one. */
    private static final List<String> AT_LAST = List.of("/usr/bin/timeout", "-k", "1", "10");

    private static final Pattern ELSEWHERE = Pattern.compile(
            "\\s*(listening-(ip|port|device)|tls-listening-port|alt-(tls-)?listening-port|relay-(ip|device)|external-ip"
                    + "|aux-server|tcp-proxy-port|pidfile|log-file|simple-log|syslog|no-stdout-log|log-binding"
                    + "|userdb|db|psql-userdb|mysql-userdb|mongo-userdb|redis-(userdb|statsdb)|cli-(ip|port|password)"
                    + "|web-admin(-ip|-port|-listen-on-workers)?|prometheus(-port|-address|-username-labels)?"
                    + "|daemon|proc-(user|group))\\s*(=.*)?");

    private TurnTrial() {}

    static Wanted of(CoturnFile file, String program, Path room) {
        return Wanted.of(
                        Judge.COTURN,
                        file.file(),
                        command(program, file.origin().lines(), room),
                        "turnserver -c " + file.file())
                .within(TIME);
    }

    /**
     * Starts it with a copy that reaches nobody. It does not end by itself.
     *
     * @param lines of its file
     * @param room a folder of its own, for the copy and what it writes
     */
    public static List<String> command(String program, List<String> lines, Path room) {
        List<String> harmless =
                new ArrayList<>(lines.stream().map(TurnTrial::harmless).toList());
        harmless.addAll(List.of(
                "listening-ip=127.0.0.1",
                "relay-ip=127.0.0.1",
                "listening-port=" + freePort(),
                "tls-listening-port=" + freePort(),
                "pidfile=" + room.resolve("pid"),
                "userdb=" + room.resolve("turndb"),
                "log-file=stdout"));
        Path copy = Scratch.write(room.resolve("turnserver-trial.conf"), harmless);
        Stream<String> command = Stream.of(program, "-c", copy.toString());
        return Files.isExecutable(Path.of(AT_LAST.getFirst()))
                ? Stream.concat(AT_LAST.stream(), command).toList()
                : command.toList();
    }

    /** As many lines as before. */
    private static String harmless(String line) {
        return ELSEWHERE.matcher(line).matches() ? "#" : line;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
