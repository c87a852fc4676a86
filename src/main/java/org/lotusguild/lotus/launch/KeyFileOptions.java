package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What the commands about files of room keys share: the passphrase, and how the running program is asked. */
final class KeyFileOptions {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the passphrase; else it is asked for.")
    Optional<Path> passphrase = Optional.empty();

    /** For a file that is to be written: typed passphrases are asked for twice. */
    ObjectNode toWrite(Path file) {
        return wish(file, typed().readNew(passphrase));
    }

    ObjectNode toRead(Path file) {
        return wish(file, typed().read(passphrase));
    }

    private static TypedSecret typed() {
        return new TypedSecret("passphrase", "--passphrase-file");
    }

    private static ObjectNode wish(Path file, Secret passphrase) {
        return Json.object().put("file", file.toAbsolutePath().toString()).put("passphrase", passphrase.value());
    }
}
