package org.lotusguild.lotus.script;

/** A run that has no result. Thrown inside this room only, from wherever the run is to where its outcome is made. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 300;

    private final Kind kind;
    private final int line;
    private final int column;

    Stopped(Kind kind, String message, int line, int column) {
        super(oneLine(message), null, false, false);
        this.kind = kind;
        this.line = line;
        this.column = column;
    }

    Stopped(Kind kind, String message) {
        this(kind, message, 0, 0);
    }

    Outcome.Failed failed() {
        return new Outcome.Failed(kind, text(), line);
    }

    Refused refused() {
        return new Refused(kind, text(), line, column);
    }

    private String text() {
        return String.valueOf(getMessage());
    }

    /** The message may be the script's own: it must fit a line of a list. */
    private static String oneLine(String message) {
        String line = Texts.whole(message)
                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .strip();
        return line.codePointCount(0, line.length()) <= MOST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST - 1)) + "…";
    }
}
