package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the kernel took what a file of {@code sysctl.d} asks for: a container may not set everything. */
final class Kernel {
    private Kernel() {}

    /** A sentence for each value that is another one. */
    static List<String> notTaken(String text, HostTree tree) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .flatMap(line -> notTaken(line.split("=", 2), tree).stream())
                .toList();
    }

    private static Optional<String> notTaken(String[] setting, HostTree tree) {
        String key = setting[0].strip();
        String wanted = bare(setting[1]);
        Path file = tree.at("/proc/sys/" + key.replace('.', '/'));
        try {
            String is = bare(Files.readString(file));
            return is.equals(wanted)
                    ? Optional.empty()
                    : Optional.of(
                            key + " is " + is + " and not " + wanted + ": the machine around a container sets it");
        } catch (IOException e) {
            return Optional.of(key + " is not there: the machine around a container sets it");
        }
    }

    /** The kernel writes tabs. */
    private static String bare(String value) {
        return value.strip().replaceAll("\\s+", " ");
    }
}
