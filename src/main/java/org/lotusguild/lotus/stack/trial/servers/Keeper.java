package org.lotusguild.lotus.stack.trial.servers;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.stack.trial.HomeFiles;
import org.lotusguild.lotus.stack.trial.Ports;
import org.lotusguild.lotus.stack.trial.Program;
import org.lotusguild.lotus.stack.trial.Template;

/** Programs of others as children of Lotus, each kept by a process of ours ({@code keep.py}) that ends it when Lotus is gone. */
final class Keeper {
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Path python;
    private final Path script;
    private final ServerFiles files;
    private final HttpCaller http;
    private final Path remembered;

    /** @param remembered the file with the ports, for people */
    Keeper(Path python, ServerFiles files, HttpCaller http, Path remembered) {
        this.python = python;
        this.files = files;
        this.http = http;
        this.remembered = remembered;
        this.script = files.root().resolve("keep.py");
        HomeFiles.own(script, Template.plain("keep.py"));
    }

    /**
     * @param title what it is called, for people
     * @param signal that ends it in order: {@code SIGTERM}
     */
    Program program(String title, int port, String signal, List<String> command, BooleanSupplier ready) {
        return program(title, port, elsewhere(), signal, command, ready);
    }

    /**
     * The same for one whose port does not stand in {@code servers.json} alone.
     *
     * @param elsewhere how it gets another port, for people
     */
    Program program(
            String title, int port, String elsewhere, String signal, List<String> command, BooleanSupplier ready) {
        String name = title.toLowerCase(Locale.ROOT);
        Path console = files.folder("/var/log").resolve(name + ".out");
        return new Program(
                name,
                title,
                "127.0.0.1:" + port,
                Stream.concat(Stream.of(python.toString(), "-I", script.toString(), signal), command.stream())
                        .toList(),
                true,
                files.root(),
                console,
                console,
                List.of(port),
                elsewhere,
                ready);
    }

    /** How a program gets another port whose port stands there alone, for people. */
    String elsewhere() {
        return "put another port into " + remembered;
    }

    static boolean listens(int port) {
        return !Ports.free(port);
    }

    boolean answers(URI url) {
        try {
            return http.send(HttpCall.of("GET", url).timeout(ANSWER)).ok();
        } catch (HttpFailure e) {
            return false; // not yet
        }
    }
}
