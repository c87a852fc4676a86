package org.lotusguild.lotus.stack.plan;

import java.util.Optional;

/** The names of the services beside the homeserver. A service without one is not reached from outside. */
public record Names(Optional<String> turn, Optional<String> auth, Optional<String> client, Optional<String> grafana) {

    public Names {
        turn.ifPresent(name -> Addresses.checkName("turn", name));
        auth.ifPresent(name -> Addresses.checkName("auth", name));
        client.ifPresent(name -> Addresses.checkName("client", name));
        grafana.ifPresent(name -> Addresses.checkName("grafana", name));
    }
}
