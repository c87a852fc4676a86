package org.lotusguild.lotus.base.args;

/** What became of a line. */
public sealed interface Parsed {

    record Fits(Args args) implements Parsed {}

    /** {@code why}: one sentence for the person who wrote it. */
    record Wrong(String why) implements Parsed {}
}
