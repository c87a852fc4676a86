package org.lotusguild.lotus.stack.apply;

/** What a program says to files that it is to read. */
sealed interface Verdict {
    String program();

    record Accepted(String program) implements Verdict {}

    /** @param words its own */
    record Refused(String program, String words) implements Verdict {}

    /** It is not on this host. */
    record Absent(String program) implements Verdict {}
}
