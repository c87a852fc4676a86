package org.lotusguild.lotus.launch.chat;

import java.util.Optional;
import org.jline.utils.AttributedString;

/** Where somebody reads and types. Lines may be shown while one is typed, from any thread. */
public interface Desk extends AutoCloseable {

    /** The next line; empty at the end of input. */
    Optional<String> next(String prompt);

    void show(AttributedString text);

    /** Columns of the screen; 0 if lines may be as long as they like. */
    int width();

    /** Whether nobody sits there: input is a file or a pipe. */
    boolean unattended();

    @Override
    void close();
}
