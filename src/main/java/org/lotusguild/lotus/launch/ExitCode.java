package org.lotusguild.lotus.launch;

/** What the program's exit codes mean; documented in {@code lotus --help}. */
final class ExitCode {
    static final int OK = 0;
    /** Something failed, or the answer is no (not running, not ready). */
    static final int FAILED = 1;
    /** The command line or {@code lotus.yaml} is wrong. */
    static final int USAGE = 2;
    /** The machine lacks something: Python, network, disk, a free port. */
    static final int MACHINE = 3;

    private ExitCode() {}
}
