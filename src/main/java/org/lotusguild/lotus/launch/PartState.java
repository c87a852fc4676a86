package org.lotusguild.lotus.launch;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a part of the program stands. */
enum PartState {
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("degraded")
    DEGRADED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("stopped")
    STOPPED
}
