package org.lotusguild.lotus.stack.trial;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A program that runs as a child of Lotus.
 *
 * @param name as the status names it: {@code nginx}
 * @param title as a sentence begins with it: {@code The homeserver}
 * @param place where it serves, for people
 * @param command the program and its words
 * @param kept whether the command only keeps the program ({@code keep.py}), and ends it by itself when it is told to end
 * @param folder in which it runs
 * @param console what it writes to its standard output and error, since its last start
 * @param log where more is told
 * @param ports of the loopback address that must be free before its first start
 * @param elsewhere how it gets another port, for people
 * @param ready asked again and again while it starts
 */
public record Program(
        String name,
        String title,
        String place,
        List<String> command,
        boolean kept,
        Path folder,
        Path console,
        Path log,
        List<Integer> ports,
        String elsewhere,
        BooleanSupplier ready) {

    public Program {
        command = List.copyOf(command);
        ports = List.copyOf(ports);
    }

    /** Remembers its processes, for whoever comes after a Lotus that was killed. */
    Path processes() {
        return console.resolveSibling(name + ".processes");
    }
}
