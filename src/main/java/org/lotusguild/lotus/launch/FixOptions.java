package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is to become of the changes that mend findings. */
final class FixOptions {
    @Option(
            names = "--fix",
            description =
                    "Show one patch for all findings that can be mended without a choice, in place of the report.")
    boolean fix;

    @Option(names = "--patch", paramLabel = "FILE", description = "With --fix: write the patch there.")
    Optional<Path> patch = Optional.empty();

    @Option(
            names = "--write",
            description = "With --fix: change the files, each with a backup beside it. Restarts nothing.")
    boolean write;

    void check() {
        if (!fix && (write || patch.isPresent())) {
            throw Failure.usage((write ? "--write" : "--patch") + " is of no use alone", "Add --fix.");
        }
        if (write && patch.isPresent()) {
            throw Failure.usage("--patch and --write exclude each other", "--write prints the patch, too.");
        }
    }

    boolean wanted() {
        return fix;
    }

    /** Then what is printed is a patch, and nothing else. */
    boolean inPlaceOfReport() {
        return fix && patch.isEmpty();
    }
}
