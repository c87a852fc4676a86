package org.lotusguild.lotus.stack.trial.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder for the PATH with programs that answer as some Python would. Small shell scripts; they run for real. */
public final class FakePython {
    private final Path folder;

    public FakePython(Path folder) {
        this.folder = folder;
    }

    /** A Python of this version that has everything. */
    public void whole(String name, String version) {
        script(name, "echo " + version);
    }

    /** As Debian's without python3-venv. */
    public void withoutVenv(String name, String version) {
        script(name, "echo " + version + "; echo \"No module named 'ensurepip'\" >&2; exit 1");
    }

    /** As the shim of a version switcher with nothing behind it. */
    public void hollow(String name) {
        script(name, "echo 'command not found' >&2; exit 127");
    }

    /**
     * One that makes environments. In them, {@code pip install} runs the given commands, and Synapse can be found if they
     * made the file {@code $here/../synapse}.
     */
    public void maker(String name, String pip) {
        Path inside = script(name + "-inside", """
                here=$(cd "$(dirname "$0")" && pwd)
                case "$*" in
                  *find_spec*) test -e "$here/../synapse" ;;
                  *'pip install'*) echo "pip $*" >> '%s/calls'
                %s
                  ;;
                esac""".formatted(folder, pip.indent(4)));
        script(name, """
                case "$*" in
                  *'-m venv'*) for last; do :; done; echo "venv" >> '%s/calls'
                    mkdir -p "$last/bin" && cp '%s' "$last/bin/python" ;;
                  *) echo 3.12 ;;
                esac""".formatted(folder, inside));
    }

    /** What environments were asked to do, a line each. */
    public List<String> calls() {
        try {
            Path calls = folder.resolve("calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path script(String name, String body) {
        Path file = folder.resolve(name);
        try {
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
