package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.RenderedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "render",
        description = "Writes the configuration of all servers from the block stack: of lotus.yaml, a folder a host.",
        footerHeading = "%nExamples:%n",
        footer = {"  lotus render", "  lotus render --host proxy --out rendered"})
final class RenderCommand implements Callable<Integer> {
    /** How a writer of {@code stack.render} says that a firewall must do something. */
    private static final String RULE = "firewall rule:";

    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--host", paramLabel = "H", description = "Only this host (default: all).")
    Optional<String> host = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "rendered",
            description = "Where to (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("rendered");

    RenderCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackHome stack = new StackHome(at.home());
        Plan plan = stack.plan();
        StackHome.known(plan, host);
        List<RenderedFile> files = stack.files(plan);
        new RenderedFolder(out).write(plan, files, host).forEach(console::line);
        long written = files.stream()
                .filter(f -> host.isEmpty() || f.host().equals(host.get()))
                .count();
        console.line(written + " files in " + out + ", a folder a host. Each has an INSTALL.md that says what to do.");
        rules(files);
        console.line("To look for what is wrong: lotus audit " + out + " --facts " + out.resolve("facts.yaml"));
        return ExitCode.OK;
    }

    private void rules(List<RenderedFile> files) {
        for (RenderedFile file : files) {
            file.text()
                    .lines()
                    .filter(line -> line.contains(RULE))
                    .map(line -> line.substring(line.indexOf(RULE)))
                    .forEach(rule -> console.warning("On " + file.host() + ", " + rule));
        }
    }
}
