package org.lotusguild.lotus.crypto;

import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Why a request of the machine came to nothing, for good. */
public sealed interface Failure {

    /**
     * The server refused.
     *
     * @param status of HTTP, 400 to 499
     * @param body the server's own words; empty if it sent none
     */
    record Refused(int status, ObjectNode body) implements Failure {

        /** The server's {@code errcode}; empty if it named none. */
        public String errcode() {
            return Json.string(body, "errcode").orElse("");
        }
    }

    /** The server answered, and {@link Step#sent} could not take its answer in. */
    record Unusable() implements Failure {}
}
