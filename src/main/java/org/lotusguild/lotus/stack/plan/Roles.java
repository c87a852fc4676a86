package org.lotusguild.lotus.stack.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether everything that is wanted has somebody who does it. */
final class Roles {
    private Roles() {}

    /** @throws IllegalArgumentException that begins with the key to change */
    static void check(Map<String, HostBlock> hosts, boolean calls, Registration registration, Names names) {
        for (Role role : Role.values()) {
            List<String> owners = owners(hosts, role);
            if (owners.size() > 1 && !role.many()) {
                throw new IllegalArgumentException("hosts." + owners.getLast() + ".roles: " + owners.getFirst()
                        + " has the role " + role + " already, and only one host can");
            }
            Optional<String> why = owners.isEmpty() ? wanted(role, calls, registration, names) : Optional.empty();
            if (why.isPresent()) {
                throw new IllegalArgumentException(
                        "hosts: no host has the role " + role + ", which " + why.get() + " needs");
            }
        }
        if (calls && names.turn().isEmpty()) {
            throw new IllegalArgumentException(
                    "names: calls need the name of the TURN server; write names: {turn: turn.example.org}");
        }
        if (!owners(hosts, Role.SSO).isEmpty() && names.auth().isEmpty()) {
            throw new IllegalArgumentException(
                    "names: single sign-on needs a name; write names: {auth: auth.example.org}");
        }
    }

    private static Optional<String> wanted(Role role, boolean calls, Registration registration, Names names) {
        return switch (role) {
            case SYNAPSE, POSTGRES, PROXY, LOTUS -> Optional.of("every guild");
            case TURN, SFU -> Optional.of("calls: true").filter(why -> calls);
            case SSO -> Optional.of("registration: sso-only").filter(why -> registration == Registration.SSO_ONLY);
            case WEB -> names.client().map(name -> "names.client");
            case MONITORING -> names.grafana().map(name -> "names.grafana");
            case REDIS -> Optional.empty();
        };
    }

    private static List<String> owners(Map<String, HostBlock> hosts, Role role) {
        List<String> owners = new ArrayList<>();
        new TreeMap<>(hosts).forEach((name, host) -> {
            if (host.roles().contains(role)) {
                owners.add(name);
            }
        });
        return owners;
    }
}
