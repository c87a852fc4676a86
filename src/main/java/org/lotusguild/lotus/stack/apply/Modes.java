package org.lotusguild.lotus.stack.apply;

/** File modes: octal digits and letters. */
final class Modes {
    private static final String LETTERS = "rwx";

    private Modes() {}

    /** {@code 0640} → {@code rw-r-----}. */
    static String letters(String octal) {
        StringBuilder letters = new StringBuilder();
        for (char digit : octal.substring(1).toCharArray()) {
            int bits = digit - '0';
            for (int i = 0; i < LETTERS.length(); i++) {
                letters.append((bits >> (2 - i) & 1) == 1 ? LETTERS.charAt(i) : '-');
            }
        }
        return letters.toString();
    }
}
