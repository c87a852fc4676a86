package org.lotusguild.lotus.stack.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers' files cannot be made or used: what is wrong, and what to do about it. */
public final class StackTrouble extends RuntimeException {
    private final String remedy;
    private final transient List<String> keys;

    /**
     * @param message what is wrong, for people, without a full stop
     * @param remedy a whole sentence; empty if there is nothing to do
     */
    public StackTrouble(String message, String remedy) {
        this(message, remedy, null);
    }

    public StackTrouble(String message, String remedy, @Nullable Throwable cause) {
        this(message, remedy, List.of(), cause);
    }

    private StackTrouble(String message, String remedy, List<String> keys, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
        this.keys = List.copyOf(keys);
    }

    /**
     * A key of {@code lotus.yaml} asks for what cannot be.
     *
     * @param keys from the root; the place in a list, from 0, is a key too
     */
    public static StackTrouble ofKey(List<String> keys, String message, String remedy) {
        return new StackTrouble(String.join(".", keys) + ": " + message, remedy, keys, null);
    }

    public String remedy() {
        return remedy;
    }

    /** The key that is meant, as {@link #ofKey} was told; none if it is another trouble. */
    public List<String> keys() {
        return keys;
    }
}
