package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;

/**
 * Where a document comes from, and its bare text.
 *
 * @param file its name as it is shown: relative to the target if that is one folder, else the whole path; with slashes
 * @param path the whole path on this machine
 * @param lines without their ends
 * @param access empty where it cannot be told
 * @param inGit whether a work tree of git is around it
 */
public record Origin(String file, String path, List<String> lines, Optional<Access> access, boolean inGit) {
    public Origin {
        lines = List.copyOf(lines);
    }

    /** The line of this number, from 1; empty beyond the end. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    public Where at(int line, String what) {
        return new Where(file, line, what);
    }

    /** For something that the file lacks. */
    public Where missing(String what) {
        return new Where(file, 0, what);
    }
}
