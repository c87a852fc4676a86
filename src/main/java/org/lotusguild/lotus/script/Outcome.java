package org.lotusguild.lotus.script;

import java.util.List;
import java.util.Optional;

/** How a run ended. */
public sealed interface Outcome {

    /**
     * @param messages 1 to 10, in the order in which they are to be posted
     * @param answer what the caller who waits for it is told
     */
    record Posted(List<Message> messages, Optional<Answer> answer) implements Outcome {
        public Posted {
            messages = List.copyOf(messages);
        }
    }

    /** The script wants nothing to be posted. */
    record Empty(Optional<Answer> answer) implements Outcome {}

    /**
     * @param message one line for people, at most 300 signs; it may quote the script and what it was given
     * @param line the line of the script, counted from 1; 0 when it is not known
     */
    record Failed(Kind kind, String message, int line) implements Outcome {}
}
