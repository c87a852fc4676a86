package org.lotusguild.lotus.bot.minecraft;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.lotusguild.lotus.base.config.HostPort;

/** RCON sends its password in clear text, so it must not leave the machine or its private network. */
final class PrivateAddress {
    private static final int UNIQUE_LOCAL = 0xfc;

    private PrivateAddress() {}

    /**
     * Checks what is known at the start: a name that cannot be looked up yet may be of the compose network if it has no dots.
     *
     * @throws IllegalArgumentException if the address is public or unknown
     */
    static void require(HostPort address) {
        try {
            of(address);
        } catch (UnknownHostException e) {
            if (address.host().contains(".")) {
                throw new IllegalArgumentException("address: no host " + address.host() + " is known here", e);
            }
        }
    }

    /**
     * Where to connect.
     *
     * @throws IllegalArgumentException if that is not private: the name may have moved since the start
     */
    static InetSocketAddress of(HostPort address) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(address.host());
        for (InetAddress found : all) {
            if (!isPrivate(found)) {
                throw new IllegalArgumentException("address: " + address.host()
                        + " is not private, and RCON sends its password in clear text;"
                        + " use an address of this machine or of its private network");
            }
        }
        // The one that was checked: asked again, the name may lead elsewhere.
        return new InetSocketAddress(all[0], address.port());
    }

    private static boolean isPrivate(InetAddress address) {
        boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == UNIQUE_LOCAL;
        return unique || address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
    }
}
