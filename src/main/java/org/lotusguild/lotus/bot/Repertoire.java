package org.lotusguild.lotus.bot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;

/** What a bot can do: commands in the order of the help, which is added, and features in the order in which they hear. */
public final class Repertoire {
    private final List<Command> commands = new ArrayList<>();
    private final List<Feature> features = new ArrayList<>();

    public void add(Command command) {
        commands.add(command);
    }

    /** With its commands. */
    public void add(Feature feature) {
        features.add(feature);
        commands.addAll(feature.commands());
    }

    /** Of the commands so far, other names included. */
    public Set<String> names() {
        return commands.stream().flatMap(Command::names).collect(Collectors.toSet());
    }

    public List<Command> commands() {
        return List.copyOf(commands);
    }

    List<Feature> features() {
        return List.copyOf(features);
    }
}
