package org.lotusguild.lotus.stack.upgrade;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * Which versions are installed, by the name of the engine. Told by a facts file, or asked of the programs of this machine.
 */
public record Installed(Map<String, String> versions) {
    private static final List<String> NAMES = List.of("synapse", "postgresql", "nginx", "coturn", "livekit", "redis");

    private static final Map<String, List<String>> PROGRAMS = Map.of(
            "postgresql", List.of("psql", "--version"),
            "nginx", List.of("nginx", "-v"),
            "coturn", List.of("turnserver", "--version"),
            "livekit", List.of("livekit-server", "--version"),
            "redis", List.of("redis-server", "--version"));

    public Installed {
        versions = Map.copyOf(versions);
    }

    /** The block {@code versions} of a facts file ({@code --facts}), and of a value that is a number as well. */
    public static Installed told(Path facts) {
        Map<String, String> versions = new LinkedHashMap<>();
        ForeignYaml.read(facts)
                .blocks("versions")
                .forEach(block -> NAMES.forEach(name -> block.text(name)
                        .or(() -> block.number(name).map(number -> Long.toString(number)))
                        .flatMap(EngineVersion::in)
                        .ifPresent(version -> versions.put(name, version.text()))));
        return new Installed(versions);
    }

    /**
     * What the programs of this machine say.
     *
     * @param synapse what the homeserver says of itself, if it was asked
     */
    public static Installed here(Optional<String> synapse) {
        Map<String, String> versions = new LinkedHashMap<>();
        synapse.flatMap(EngineVersion::in).ifPresent(version -> versions.put("synapse", version.text()));
        PROGRAMS.forEach((name, command) -> asked(command).ifPresent(version -> versions.put(name, version.text())));
        return new Installed(versions);
    }

    private static Optional<EngineVersion> asked(List<String> command) {
        Tool.Outcome outcome = Tool.of(command.toArray(String[]::new)).run();
        return outcome.exit() == Tool.NOT_STARTED
                ? Optional.empty()
                : EngineVersion.in(outcome.out() + " " + outcome.err());
    }
}
