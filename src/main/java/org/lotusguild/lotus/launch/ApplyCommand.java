package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.apply.Apply;
import org.lotusguild.lotus.stack.apply.Difference;
import org.lotusguild.lotus.stack.apply.HostTree;
import org.lotusguild.lotus.stack.apply.Only;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.apply.Wanted;
import org.lotusguild.lotus.stack.plan.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = {
            "Puts rendered files onto this host, as root: shows what differs, asks the programs whether they accept it,",
            "keeps a copy of what was there, writes, and reloads. It restarts nothing unless it is told to."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus apply --from rendered --host proxy",
            "  lotus apply --only proxy --yes",
            "  lotus apply --restart"
        })
final class ApplyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HelpOption help = new HelpOption();

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Which host this is; may be left out where there is one only.")
    Optional<String> host = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "ROLE",
            description = "Only the files of this role, and only its services: ${COMPLETION-CANDIDATES}.")
    Optional<Role> only = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "DIR",
            defaultValue = "rendered",
            description = "A folder of lotus render (default: ${DEFAULT-VALUE}).")
    Path from = Path.of("rendered");

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "A tree that stands for the host, such as an image; its services are left alone.")
    Path root = Path.of("/");

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(names = "--take-mine", description = "Write over files that were changed by hand since the last apply.")
    boolean takeMine;

    @Option(names = "--restart", description = "Restart the services that must be; refused where systemd does not run.")
    boolean restart;

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Wanted> all = new RenderedFolder(from).read(host);
        List<Wanted> files = only.map(role -> Only.of(all, role)).orElse(all);
        Apply apply = new Apply(new HostTree(root), InstantSource.system());
        Apply.Choice choice = new Apply.Choice(takeMine, restart, only);
        apply.require(choice);
        List<Difference> differences = apply.differences(files);
        if (differences.isEmpty()) {
            console.line("Nothing differs: " + files.size() + " files are as they are to be.");
            if (!apply.brokenOff()) {
                leftOver(apply, all);
                return ExitCode.OK;
            }
            console.line("An apply before this one left something to do; this one goes on from there.");
        }
        differences.forEach(difference -> difference.shown().forEach(console::line));
        if (!differences.isEmpty() && !yes && !agreed(differences.size())) {
            console.line("Nothing was changed.");
            return ExitCode.FAILED;
        }
        int code = told(apply.apply(all, differences, choice));
        leftOver(apply, all);
        return code;
    }

    private void leftOver(Apply apply, List<Wanted> all) {
        apply.leftOver(all)
                .forEach(path -> console.warning(
                        "still to do: rm " + path + "   (an earlier apply wrote it, nobody wants it now)"));
    }

    private int told(Apply.Report report) {
        report.done().forEach(console::step);
        report.open().forEach(open -> console.warning("still to do: " + open));
        return report.failed() ? ExitCode.FAILED : ExitCode.OK;
    }

    private boolean agreed(int count) {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            console.error("nobody to ask: this is no terminal");
            console.hint("Look at what differs, then give --yes.");
            return false;
        }
        String answer = terminal.readLine("Write these " + count + " files? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
