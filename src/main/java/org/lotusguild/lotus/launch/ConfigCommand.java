package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.config.ConfigDump;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "config",
        description = "Shows the configuration.",
        subcommands = ConfigCommand.Dump.class,
        synopsisSubcommandLabel = "dump")
final class ConfigCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private ConfigCommand() {}

    @Command(
            name = "dump",
            description = "Prints lotus.yaml with every default written out and every secret masked.",
            footerHeading = "%nExamples:%n",
            footer = "  lotus config dump")
    static final class Dump implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        Dump(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.line(ConfigDump.text(at.home().config()).stripTrailing());
            return ExitCode.OK;
        }
    }
}
