package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.backup.Shelf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description =
                "The backups, the newest first: size, what of it is new, when it was proven. Exit code 1 if there is none.",
        footerHeading = "%nExamples:%n",
        footer = "  lotus backup list")
final class BackupListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    BackupListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Shelf.Kept> all = shelf.shelf().list();
        if (all.isEmpty()) {
            console.line("There is no backup in " + shelf.shelf().folder() + ". Make one: lotus backup run");
            return ExitCode.FAILED;
        }
        for (Shelf.Kept kept : all) {
            console.line("%s  %10s  %10s new  %s"
                    .formatted(
                            kept.name(),
                            BackupText.size(kept.bytes()),
                            BackupText.size(kept.written()),
                            kept.verified().map(time -> "proven " + time).orElse("not proven")));
        }
        return ExitCode.OK;
    }
}
