package org.lotusguild.lotus.base.config;

import java.nio.file.Path;

/**
 * One mistake of a file: where, what, and what to do about it.
 *
 * @param line from 1; 0 if the file could not be read at all
 */
public record Problem(Path file, int line, String message) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
