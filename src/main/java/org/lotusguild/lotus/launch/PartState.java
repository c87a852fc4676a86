package org.lotusguild.lotus.launch;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a part of the program stands. */
enum PartState {
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("ready")
    READY,
    /** Serves, but somebody should look. */
    @JsonProperty("degraded")
    DEGRADED,
    @JsonProperty("failed")
    FAILED;

    boolean serves() {
        return this == READY || this == DEGRADED;
    }
}
