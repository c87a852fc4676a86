package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.programs.TurnTrial;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * A program that can say whether it accepts files before it gets them.
 *
 * @param name for people
 * @param place the folder, or the one file, that it reads; a change there asks it
 * @param needs a file of its package in that folder, without which it is not here; empty if there is none
 * @param beside other folders that it would make or write while it is asked; they too become folders of the copy
 * @param command from the place in a staged copy, in which all paths lead into the copy
 * @param limit for an answer
 * @param complaint what it says against the files, from how it ended; empty if it accepts them
 */
record Judge(
        String name,
        String place,
        String needs,
        List<String> beside,
        Function<Path, List<String>> command,
        Duration limit,
        Function<Tool.Outcome, Optional<String>> complaint) {
    /** A Python that has no Synapse. */
    private static final String NO_MODULE = "No module named 'synapse'";

    /** Of Synapse's own Debian packages. */
    private static final String PYTHON = "/opt/venvs/matrix-synapse/bin/python";

    private static final int FEW = 3;
    private static final Duration USUAL = Duration.ofSeconds(30);
    /** coturn has no check mode: it is started, and ended when it has read its file. */
    private static final Duration STARTED = Duration.ofSeconds(2);

    /** One line a program. */
    static final List<Judge> ALL = List.of(
            new Judge(
                    "nginx",
                    "/etc/nginx",
                    "nginx.conf",
                    List.of(),
                    stage -> List.of(
                            "nginx", "-t", "-c", stage.resolve("nginx.conf").toString()),
                    saying("test is successful")),
            new Judge(
                    "synapse",
                    "/etc/matrix-synapse",
                    "",
                    List.of("/var/lib/matrix-synapse"),
                    stage -> List.of(
                            python(),
                            "-m",
                            "synapse.config",
                            "-c",
                            stage.resolve("homeserver.yaml").toString(),
                            "-c",
                            stage.resolve("conf.d").toString()),
                    saying("Config parses OK!")),
            new Judge(
                    "coturn",
                    "/etc/turnserver.conf",
                    "",
                    List.of(),
                    Judge::turnserver,
                    STARTED,
                    silentOf("Bad configuration", "Wrong address")),
            new Judge(
                    "livekit",
                    "/etc/livekit",
                    "",
                    List.of(),
                    stage -> List.of(
                            "livekit-server",
                            "--config",
                            stage.resolve("livekit.yaml").toString(),
                            "ports"),
                    // It ends with 0 either way.
                    silentOf("could not parse")),
            new Judge(
                    "fail2ban",
                    "/etc/fail2ban",
                    "jail.conf",
                    List.of(),
                    stage -> List.of("fail2ban-client", "-c", stage.toString(), "-t"),
                    saying("")),
            new Judge(
                    "prometheus",
                    "/etc/prometheus",
                    "",
                    List.of(),
                    stage -> List.of(
                            "promtool",
                            "check",
                            "config",
                            stage.resolve("prometheus.yml").toString()),
                    saying("")));

    Judge(
            String name,
            String place,
            String needs,
            List<String> beside,
            Function<Path, List<String>> command,
            Function<Tool.Outcome, Optional<String>> complaint) {
        this(name, place, needs, beside, command, USUAL, complaint);
    }

    boolean reads(String path) {
        return path.equals(place) || path.startsWith(place + "/");
    }

    /** @param stage the copy of {@link #place} */
    Verdict asked(Path stage) {
        if (!Files.exists(stage.resolve(needs))) {
            return new Verdict.Absent(name);
        }
        Tool.Outcome outcome = Tool.of(command.apply(stage).toArray(String[]::new))
                .within(limit)
                .run();
        if (outcome.exit() == Tool.NOT_STARTED || outcome.err().contains(NO_MODULE)) {
            return new Verdict.Absent(name);
        }
        return complaint
                .apply(outcome)
                .<Verdict>map(words -> new Verdict.Refused(name, words))
                .orElse(new Verdict.Accepted(name));
    }

    /** Accepts by exit code 0, and by these words. */
    static Function<Tool.Outcome, Optional<String>> saying(String words) {
        return outcome -> outcome.ok() && (outcome.out() + outcome.err()).contains(words)
                ? Optional.empty()
                : Optional.of(outcome.words());
    }

    /** Refuses by lines with these words, whatever the exit code is. */
    private static Function<Tool.Outcome, Optional<String>> silentOf(String... complaints) {
        return outcome -> Optional.of((outcome.out() + "\n" + outcome.err())
                        .lines()
                        .filter(line -> Stream.of(complaints).anyMatch(line::contains))
                        .limit(FEW)
                        .collect(Collectors.joining("; ")))
                .filter(lines -> !lines.isEmpty());
    }

    private static List<String> turnserver(Path file) {
        try {
            return TurnTrial.command("turnserver", Files.readAllLines(file), file.resolveSibling(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String python() {
        return Files.isExecutable(Path.of(PYTHON)) ? PYTHON : "python3";
    }
}
