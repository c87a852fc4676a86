package org.lotusguild.lotus.webhooks.hook;

/** What becomes of the message when its thing changes or ends. */
public enum Lifecycle {
    EDIT_THREAD("edit+thread"),
    EDIT("edit"),
    THREAD("thread"),
    OFF("off");

    private final String word;

    Lifecycle(String word) {
        this.word = word;
    }

    /** @throws IllegalArgumentException if the text is none of them */
    public static Lifecycle parse(String text) {
        for (Lifecycle known : values()) {
            if (known.word.equals(text)) {
                return known;
            }
        }
        throw new IllegalArgumentException("must be one of edit+thread, edit, thread, off");
    }

    /** As it is written in the file. */
    @Override
    public String toString() {
        return word;
    }
}
