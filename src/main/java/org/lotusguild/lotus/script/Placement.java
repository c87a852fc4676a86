package org.lotusguild.lotus.script;

import java.util.Optional;

/**
 * Where a message goes and what it goes with.
 *
 * @param key what messages about one matter have in common
 * @param state what becomes of the matter
 * @param image the address of a picture, http or https, not yet asked for
 * @param room one of the rooms that the caller knows by this name
 */
public record Placement(Optional<String> key, Optional<State> state, Optional<String> image, Optional<String> room) {

    /** What becomes of the matter that a key names. */
    public enum State {
        OPEN,
        UPDATE,
        CLOSE,
        THREAD
    }
}
