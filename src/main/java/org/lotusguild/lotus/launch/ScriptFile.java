package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lotusguild.lotus.script.Script;

/** A script that somebody names on the command line. */
final class ScriptFile {
    private ScriptFile() {}

    /** @throws Failure if it cannot be read, or is larger than a script may be */
    static String text(Path script) {
        try {
            if (Files.size(script) > Script.MOST_BYTES) {
                throw Failure.usage(script + " is larger than 64 KiB, which no hook takes", "");
            }
            return Files.readString(script);
        } catch (IOException e) {
            throw Failure.ofFile(script, e);
        }
    }
}
