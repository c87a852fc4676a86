package org.lotusguild.lotus.stack.plan;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.base.config.Default;

/**
 * One machine or container.
 *
 * @param address how the other hosts reach it, an IP address
 * @param public_ under which address the internet reaches it, where that is another one (behind NAT)
 * @param memory of the whole host; needed where PostgreSQL runs
 */
public record HostBlock(
        String address,
        Optional<String> public_,
        Optional<ByteSize> memory,
        @Default("2") int cpus,
        @Default("vm") HostKind kind,
        @Default("ssd") Disk disk,
        List<Role> roles) {

    private static final int MOST_CPUS = 1024;

    public HostBlock {
        Addresses.check("address", address);
        public_.ifPresent(given -> Addresses.check("public", given));
        if (cpus < 1 || cpus > MOST_CPUS) {
            throw new IllegalArgumentException("cpus: must be 1 to " + MOST_CPUS);
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("has no roles; give it one or remove the host");
        }
        if (roles.stream().distinct().count() < roles.size()) {
            throw new IllegalArgumentException("roles: one is named twice; keep one");
        }
        if (roles.contains(Role.POSTGRES) && memory.isEmpty()) {
            throw new IllegalArgumentException(
                    "the key memory is missing; PostgreSQL's settings follow from it, write memory: 4GiB");
        }
        roles = List.copyOf(roles);
    }
}
