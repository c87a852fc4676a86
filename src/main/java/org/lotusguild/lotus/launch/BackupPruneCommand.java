package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.backup.Keep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prune",
        description = {
            "Removes backups that need not be kept: the newest of each of so many days, weeks and months stay,",
            "and always the newest one and the newest one that was proven."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lotus backup prune", "  lotus backup prune --daily 3 --weekly 1 --monthly 0"})
final class BackupPruneCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    @Option(names = "--daily", paramLabel = "N", description = "Days (default: as configured, else 7).")
    int daily = -1;

    @Option(names = "--weekly", paramLabel = "N", description = "Weeks (default: as configured, else 4).")
    int weekly = -1;

    @Option(names = "--monthly", paramLabel = "N", description = "Months (default: as configured, else 6).")
    int monthly = -1;

    BackupPruneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> gone = shelf.backups(console).prune(keep());
        gone.forEach(name -> console.line("Removed " + name + "."));
        if (gone.isEmpty()) {
            console.line("Nothing to remove.");
        }
        return ExitCode.OK;
    }

    private Keep keep() {
        Keep usual = shelf.keep();
        try {
            return new Keep(
                    daily < 0 ? usual.daily() : daily,
                    weekly < 0 ? usual.weekly() : weekly,
                    monthly < 0 ? usual.monthly() : monthly);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }
}
