package org.lotusguild.lotus.launch;

import tools.jackson.databind.node.ObjectNode;

/** Makes accounts, where the homeserver is ours to do so. */
interface UserMaker {

    /** @throws org.lotusguild.lotus.stack.trial.TrialException if the name is taken or not allowed */
    ObjectNode add(String localpart, boolean administrator);
}
