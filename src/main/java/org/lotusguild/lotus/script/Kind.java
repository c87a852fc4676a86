package org.lotusguild.lotus.script;

/** Why a script gave nothing to post. */
public enum Kind {
    /** It is no JavaScript. */
    SYNTAX,
    /** It threw an error that it did not catch. */
    THROWN,
    /** It used up its time, on the processor or on the clock. */
    TIME,
    /** It wanted more memory than there is for it. */
    MEMORY,
    /** Its result is too large. */
    OUTPUT,
    /** The script or what it was given is too large. */
    INPUT,
    /** Its result is none that it may give. */
    SHAPE,
    /** Nothing was run: too many others wait, or the process stops. Ask again later. */
    BUSY,
    /** The engine gave up: a stack that ran over, a defect. */
    ENGINE;

    /** Whether a script that ends so too often is to be left alone: it costs the machine more than a mistake would. */
    public boolean costly() {
        return this == TIME || this == MEMORY || this == ENGINE;
    }
}
