package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.stack.doctor.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "One page: is all well, and what is the next step? Versions, parts, servers, load, clock, disk, certificates,",
            "backups, queues.",
            "Exit code 1 if something is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lotus doctor", "  lotus doctor --bundle for-the-forum.tar"})
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Write what others need to help into a tar, without secrets.")
    Optional<Path> bundle = Optional.empty();

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DoctorDesk desk = new DoctorDesk(shelf, World.real());
        Page page = desk.page();
        page.text().forEach(console::line);
        bundle.ifPresent(file -> {
            write(file, desk.bundle(page));
            console.line("Wrote " + file + ". Look into it before you give it away: tar -tvf " + file);
        });
        return page.well() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void write(Path file, byte[] tar) {
        try {
            OwnFiles.write(file, tar);
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }
}
