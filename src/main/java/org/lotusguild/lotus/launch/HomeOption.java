package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every command shares. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "guild",
            description = "The folder of the guild (default: ${DEFAULT-VALUE}).")
    Path folder = Path.of("guild");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    Home home() {
        return new Home(folder);
    }
}
