package org.lotusguild.lotus.stack.plan;

import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.ByteSize;

/**
 * One machine or container of the plan.
 *
 * @param address how the other hosts reach it
 * @param behind under which address the internet reaches it, where that is another one (behind NAT)
 * @param roles with those that are implied
 */
public record Host(
        String name,
        String address,
        Optional<String> behind,
        Optional<ByteSize> memory,
        int cpus,
        HostKind kind,
        Disk disk,
        Set<Role> roles) {

    /** How the name of a machine that holds a container ends. */
    public static final String OUTER = "-outer";

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** The machine that holds it, where it is a container. */
    public String outer() {
        return name + OUTER;
    }

    /** Under which address the internet reaches it. */
    public String publicAddress() {
        return behind.orElse(address);
    }
}
