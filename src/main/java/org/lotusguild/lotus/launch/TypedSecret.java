package org.lotusguild.lotus.launch;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/** A secret that a command needs: from a file or typed, never from the command line, where everybody sees it. */
record TypedSecret(String what, String option) {

    /** @throws Failure if there is none */
    Secret read(Optional<Path> file) {
        return wanted(file.map(TypedSecret::content).orElseGet(() -> typed("")));
    }

    /** As {@link #read}, typed twice: nobody can correct it afterwards. */
    Secret readNew(Optional<Path> file) {
        if (file.isPresent()) {
            return read(file);
        }
        Secret first = wanted(typed(""));
        if (!first.matches(typed(" again"))) {
            throw Failure.usage("the two are not the same", "Type it once more.");
        }
        return first;
    }

    private Secret wanted(String text) {
        if (text.isBlank()) {
            throw Failure.usage(
                    "the " + what + " is empty", "Type it, or name a file that holds it with " + option + ".");
        }
        return new Secret(text.strip());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private String typed(String more) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw Failure.usage("there is no terminal to ask for the " + what, "Name a file with " + option + ".");
        }
        char[] typed = console.readPassword("The %s%s (not shown): ", what, more);
        return typed == null ? "" : new String(typed);
    }
}
