package org.lotusguild.lotus.stack.backup;

import org.lotusguild.lotus.base.HostName;

/**
 * The databases that proofs make and take away again: {@code lotus_verify_1f0a9c3d_4711}, by machine and process. Two machines, or a
 * machine and a container on it, may be at work on one server, and each knows only its own processes.
 */
final class ScratchName {
    private ScratchName() {}

    /** How those of this machine begin. */
    static String here() {
        return "lotus_verify_" + HostName.tag() + "_";
    }

    static String own() {
        return here() + ProcessHandle.current().pid();
    }

    /** Of a proof on this machine that was killed: its process is gone, or its number is ours by now. */
    static boolean leftBehind(String name) {
        String here = here();
        if (!name.startsWith(here)) {
            return false;
        }
        String process = name.substring(here.length());
        return process.matches("\\d{1,10}")
                && ProcessHandle.of(Long.parseLong(process))
                        .filter(one -> one.pid() != ProcessHandle.current().pid())
                        .isEmpty();
    }
}
