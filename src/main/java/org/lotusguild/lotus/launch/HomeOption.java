package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option that every command shares. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "guild",
            description = "The folder of the guild (default: ${DEFAULT-VALUE}).")
    Path folder = Path.of("guild");

    @Mixin
    HelpOption help = new HelpOption();

    Home home() {
        return new Home(folder);
    }
}
