package org.lotusguild.lotus.crypto.fake;

import tools.jackson.databind.node.ObjectNode;

/** What a server says. */
public record Answer(int status, ObjectNode body) {
    public boolean ok() {
        return status == 200;
    }
}
