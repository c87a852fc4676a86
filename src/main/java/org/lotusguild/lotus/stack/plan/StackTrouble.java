package org.lotusguild.lotus.stack.plan;

import org.jspecify.annotations.Nullable;

/** The servers' files cannot be made or used: what is wrong, and what to do about it. */
public final class StackTrouble extends RuntimeException {
    private final String remedy;

    /**
     * @param message what is wrong, for people, without a full stop
     * @param remedy a whole sentence; empty if there is nothing to do
     */
    public StackTrouble(String message, String remedy) {
        this(message, remedy, null);
    }

    public StackTrouble(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
