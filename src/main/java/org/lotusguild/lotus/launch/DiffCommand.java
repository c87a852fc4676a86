package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.apply.Applied;
import org.lotusguild.lotus.stack.apply.Difference;
import org.lotusguild.lotus.stack.apply.Differences;
import org.lotusguild.lotus.stack.apply.HostTree;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.apply.Wanted;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.render.RenderedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "diff",
        description = {
            "What lotus apply would change: - is what is there, + is what is rendered. Secrets are masked.",
            "Exit code 0 nothing, 1 something, 2 it could not be told."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus diff --host proxy",
            "  lotus diff --host proxy --against /mnt/proxy",
            "  lotus diff --from rendered"
        })
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERS = 1;

    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--host", paramLabel = "H", description = "Which host; may be left out where there is one only.")
    Optional<String> host = Optional.empty();

    @Option(
            names = "--against",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "The root of the host's files, or a copy of them (default: ${DEFAULT-VALUE}).")
    Path against = Path.of("/");

    @Option(names = "--from", paramLabel = "DIR", description = "A folder of lotus render, in place of lotus.yaml.")
    Optional<Path> from = Optional.empty();

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            if (!Files.isDirectory(against)) {
                throw Failure.usage(
                        "there is no folder " + against,
                        "Lotus has no remote shell: copy the host's files, or run this on the host with --from.");
            }
            HostTree tree = new HostTree(against);
            List<Difference> differences = new Differences(tree, new Applied(tree)).of(wanted());
            differences.forEach(difference -> difference.shown().forEach(console::line));
            return differences.isEmpty() ? ExitCode.OK : DIFFERS;
        } catch (StackTrouble e) {
            throw Failure.usage(String.valueOf(e.getMessage()), e.remedy());
        }
    }

    private List<Wanted> wanted() {
        if (from.isPresent()) {
            return new RenderedFolder(from.get()).read(host);
        }
        StackHome stack = new StackHome(at.home());
        Plan plan = stack.plan();
        StackHome.known(plan, host);
        if (host.isEmpty() && plan.hosts().size() > 1) {
            throw Failure.usage("there are several hosts", "Say which with --host.");
        }
        String name = host.orElseGet(() -> plan.hosts().getFirst().name());
        List<RenderedFile> files =
                stack.files(plan).stream().filter(f -> f.host().equals(name)).toList();
        List<Manifest.Entry> entries = Manifest.of(files).entries();
        return java.util.stream.IntStream.range(0, files.size())
                .mapToObj(i -> new Wanted(entries.get(i), files.get(i).text()))
                .toList();
    }
}
