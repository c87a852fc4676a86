package org.lotusguild.lotus.http.server;

import java.net.InetSocketAddress;

/** The server cannot listen there. */
public final class PortTaken extends RuntimeException {
    private final InetSocketAddress address;

    PortTaken(InetSocketAddress address, Throwable cause) {
        super(
                "cannot listen on " + address.getHostString() + " port " + address.getPort() + ": "
                        + cause.getMessage(),
                cause);
        this.address = address;
    }

    public InetSocketAddress address() {
        return address;
    }
}
