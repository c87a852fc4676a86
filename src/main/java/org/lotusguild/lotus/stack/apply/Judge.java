package org.lotusguild.lotus.stack.apply;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * A program that can say whether it accepts files before it gets them.
 *
 * @param name for people
 * @param folder what it reads; a change below asks it
 * @param needs a file of its package in that folder, without which it is not here; empty if there is none
 * @param beside other folders that it would make or write while it is asked; they too become folders of the copy
 * @param command from the folder of a staged copy, in which all paths lead into the copy
 * @param content what its output must hold beside exit code 0; empty if the exit code says all
 */
record Judge(
        String name,
        String folder,
        String needs,
        List<String> beside,
        Function<Path, List<String>> command,
        String content) {
    /** A Python that has no Synapse. */
    private static final String NO_MODULE = "No module named 'synapse'";

    private static final List<String> PYTHONS = List.of("/opt/venvs/matrix-synapse/bin/python", "/usr/bin/python3");

    /** One line a program. */
    static final List<Judge> ALL = List.of(
            new Judge(
                    "nginx",
                    "/etc/nginx",
                    "nginx.conf",
                    List.of(),
                    stage -> List.of(
                            "nginx", "-t", "-c", stage.resolve("nginx.conf").toString()),
                    "test is successful"),
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
                    "Config parses OK!"),
            new Judge(
                    "fail2ban",
                    "/etc/fail2ban",
                    "jail.conf",
                    List.of(),
                    stage -> List.of("fail2ban-client", "-c", stage.toString(), "-t"),
                    ""),
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
                    ""));

    /**
     * What it says against the files; empty if it accepts them.
     *
     * @param stage the copy of {@link #folder}
     */
    Verdict asked(Path stage) {
        if (!Files.exists(stage.resolve(needs))) {
            return new Verdict.Absent(name);
        }
        Tool.Outcome outcome =
                Tool.of(command.apply(stage).toArray(String[]::new)).run();
        if (outcome.exit() == Tool.NOT_STARTED || outcome.err().contains(NO_MODULE)) {
            return new Verdict.Absent(name);
        }
        boolean accepted = outcome.ok() && (outcome.out() + outcome.err()).contains(content);
        return accepted ? new Verdict.Accepted(name) : new Verdict.Refused(name, outcome.words());
    }

    private static String python() {
        Optional<String> found = PYTHONS.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        return found.orElse("python3");
    }
}
