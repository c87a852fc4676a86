package org.lotusguild.lotus.stack.programs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Programs that read their file, say what they think of it, and end. */
final class FileTrials {
    private static final List<String> LOGS = List.of("synapse-login-failures", "synapse-login-decoys", "nginx-access");

    private FileTrials() {}

    /** It opens no socket and no database, but it makes the folder for media: so that one lies elsewhere. */
    static Stream<Wanted> synapse(Facts facts, String python, Scratch scratch) {
        List<YamlFile> files = facts.yaml(Kind.SYNAPSE);
        if (files.isEmpty()) {
            return Stream.of();
        }
        List<String> command = new ArrayList<>(List.of(python, "-m", "synapse.config"));
        files.forEach(file -> command.addAll(List.of("-c", file.origin().path())));
        Path room = scratch.room();
        Path elsewhere = Scratch.write(
                room.resolve("media.yaml"), List.of("media_store_path: \"" + room.resolve("media") + "\""));
        command.addAll(List.of("-c", elsewhere.toString()));
        return Stream.of(Wanted.of(
                Judge.SYNAPSE,
                files.getFirst().file(),
                command,
                "python -m synapse.config -c " + files.getFirst().file()));
    }

    static Stream<Wanted> liveKit(Facts facts, String program) {
        return facts.yaml(Kind.LIVEKIT).stream()
                .map(file -> Wanted.of(
                        Judge.LIVEKIT,
                        file.file(),
                        List.of(program, "--config", file.origin().path(), "ports"),
                        "livekit-server --config " + file.file() + " ports"));
    }

    /** The filters that are about logging in, each on the recorded logs. */
    static Stream<Wanted> fail2ban(Facts facts, String program, Scratch scratch) {
        List<IniFile> filters = facts.ini(Kind.FILTER).stream()
                .filter(file -> file.file().endsWith(".conf") && aboutMatrix(file))
                .toList();
        if (filters.isEmpty()) {
            return Stream.of();
        }
        Path room = scratch.room();
        LOGS.forEach(log -> Scratch.write(room.resolve(log), facts.names().log(log)));
        return filters.stream()
                .flatMap(file -> LOGS.stream()
                        .map(log -> Wanted.of(
                                Judge.FAIL2BAN,
                                file.file(),
                                List.of(
                                        program,
                                        room.resolve(log).toString(),
                                        file.origin().path()),
                                "fail2ban-regex " + log + " " + file.file())));
    }

    private static boolean aboutMatrix(IniFile file) {
        String text = (file.file() + String.join("\n", file.origin().lines())).toLowerCase(Locale.ROOT);
        return text.contains("failregex") && (text.contains("matrix") || text.contains("synapse"));
    }

    /** {@code -C} must come first, else root may not run it. */
    static Stream<Wanted> postgres(Facts facts, String program, Scratch scratch) {
        List<SettingsFile> files = facts.settings(Kind.POSTGRES);
        if (files.isEmpty()) {
            return Stream.of();
        }
        Path room = scratch.room();
        Scratch.write(
                room.resolve("postgresql.conf"),
                files.stream()
                        .map(file -> "include '" + file.origin().path().replace("'", "''") + "'")
                        .toList());
        return Stream.of(Wanted.of(
                Judge.POSTGRES,
                files.getFirst().file(),
                List.of(program, "-C", "shared_buffers", "-D", room.toString()),
                "postgres -C shared_buffers"));
    }

    static Stream<Wanted> prometheus(Facts facts, String program) {
        Stream<Wanted> rules = facts.yaml(Kind.PROMETHEUS_RULES).stream().map(file -> promtool(program, "rules", file));
        // It looks for all files that the configuration names.
        Stream<Wanted> configs = facts.told().copy()
                ? Stream.of()
                : facts.yaml(Kind.PROMETHEUS).stream().map(file -> promtool(program, "config", file));
        return Stream.concat(configs, rules);
    }

    private static Wanted promtool(String program, String what, Document file) {
        return Wanted.of(
                Judge.PROMETHEUS,
                file.file(),
                List.of(program, "check", what, file.origin().path()),
                "promtool check " + what + " " + file.file());
    }

    static Stream<Wanted> authelia(Facts facts, String program) {
        return facts.yaml(Kind.AUTHELIA).stream()
                .map(file -> Wanted.of(
                        Judge.AUTHELIA,
                        file.file(),
                        List.of(
                                program,
                                "config",
                                "validate",
                                "--config",
                                file.origin().path()),
                        "authelia config validate --config " + file.file()));
    }
}
