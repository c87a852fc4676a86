package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description = "Reads lotus.yaml and tells every mistake with its line. Exit code 2 if there is one.",
        footerHeading = "%nExamples:%n",
        footer = {"  lotus check", "  lotus check --home /srv/guild"})
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        LotusConfig config = at.home().config();
        console.line(
                at.home().configuration() + " is right: " + config.homeserver().serverName()
                        + (config.bot().isPresent() ? ", bot" : "")
                        + (config.guild().isPresent() ? ", guild" : "") + ".");
        return ExitCode.OK;
    }
}
