package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.webhooks.hookshot.Hookshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "import-hookshot",
        description =
                "Takes the hooks of a matrix-hookshot over, with their addresses. It is only read, running or stopped.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus hook import-hookshot --registration registration.yml --config config.yml --dry-run",
            "  lotus hook import-hookshot --registration registration.yml --config config.yml"
        })
final class ImportHookshotCommand extends HookVerb {
    @Option(
            names = "--registration",
            required = true,
            paramLabel = "FILE",
            description = "hookshot's registration: in its name the rooms are read.")
    Path registration = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "hookshot's configuration: its static connections and settings.")
    Optional<Path> config = Optional.empty();

    @Option(names = "--dry-run", description = "Show what would be made, and make nothing.")
    boolean dryRun;

    ImportHookshotCommand(Console console) {
        super(console, "import-hookshot");
    }

    /** The running program may not be allowed to read the files: it is told what stands in them. */
    @Override
    void fill(ObjectNode wish) {
        String ours = text(registration);
        Optional<String> theirs = config.map(ImportHookshotCommand::text);
        try {
            Hookshot.of(
                    ForeignYaml.of(registration, ours), config.map(file -> ForeignYaml.of(file, theirs.orElseThrow())));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(registration + ": " + e.getMessage(), "Name the file that the homeserver has as well.");
        }
        wish.put("registration", ours);
        theirs.ifPresent(text -> wish.put("config", text));
        wish.put("dry_run", dryRun);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    @Override
    void tell(ObjectNode told) {
        HookText.imported(told).forEach(this::line);
    }

    @Override
    Duration patience() {
        return Control.LONG;
    }
}
