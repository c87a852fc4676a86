package org.lotusguild.lotus.stack.facts;

/**
 * Who may do what with a file.
 *
 * @param mode the nine bits of the permissions, {@code 0640}
 */
public record Access(int mode, String owner, String group) {
    private static final int WRITE_BY_OTHERS = 0002;
    private static final int READ_BY_OTHERS = 0004;

    public boolean readableByAll() {
        return (mode & READ_BY_OTHERS) != 0;
    }

    public boolean writableByAll() {
        return (mode & WRITE_BY_OTHERS) != 0;
    }

    /** {@code 0640}. */
    public String shown() {
        return "0" + Integer.toOctalString(mode);
    }
}
