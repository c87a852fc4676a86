package org.lotusguild.lotus.stack.plan;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hosts of the block, by name, with the roles that are implied. */
final class Hosts {
    private Hosts() {}

    static List<Host> of(Map<String, HostBlock> blocks, Capacity size) {
        boolean several = blocks.values().stream()
                        .filter(host -> host.roles().contains(Role.SFU))
                        .count()
                > 1;
        boolean implied = (size.workers() || several)
                && blocks.values().stream().noneMatch(host -> host.roles().contains(Role.REDIS));
        return new TreeMap<>(blocks)
                .entrySet().stream()
                        .map(entry -> host(entry.getKey(), entry.getValue(), implied))
                        .toList();
    }

    private static Host host(String name, HostBlock block, boolean redisBesideSynapse) {
        return new Host(
                name,
                block.address(),
                block.public_(),
                block.memory(),
                block.cpus(),
                block.kind(),
                block.disk(),
                roles(block, redisBesideSynapse));
    }

    private static Set<Role> roles(HostBlock block, boolean redisBesideSynapse) {
        EnumSet<Role> roles = EnumSet.copyOf(block.roles());
        if (redisBesideSynapse && roles.contains(Role.SYNAPSE)) {
            roles.add(Role.REDIS);
        }
        return Collections.unmodifiableSet(roles);
    }

    /** @throws IllegalArgumentException that begins with the host's key */
    static void check(Map<String, HostBlock> blocks, Capacity size) {
        Map<String, String> owners = new HashMap<>();
        for (Map.Entry<String, HostBlock> entry : new TreeMap<>(blocks).entrySet()) {
            String name = entry.getKey();
            if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw new IllegalArgumentException(
                        "hosts." + name + ": a host is named by small letters, digits and dashes");
            }
            String other = owners.putIfAbsent(entry.getValue().address(), name);
            if (other != null) {
                throw new IllegalArgumentException("hosts." + name + ".address: is that of " + other
                        + " too; give each host its own, or one host all the roles");
            }
        }
    }
}
