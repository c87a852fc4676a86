package org.lotusguild.lotus.stack.trial.servers;

import java.util.List;
import org.lotusguild.lotus.stack.trial.Program;

/** One of the programs around the homeserver, found on this machine. */
interface Server {

    /** How the paths of the rendered files begin that are its own. */
    List<String> files();

    /**
     * Makes what the program needs beside its rendered files, and says how it is run.
     *
     * @throws org.lotusguild.lotus.stack.trial.TrialException if the machine or the home does not allow it
     */
    List<Program> programs(Grounds on);
}
