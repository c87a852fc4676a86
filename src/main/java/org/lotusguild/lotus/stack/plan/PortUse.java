package org.lotusguild.lotus.stack.plan;

/**
 * One line of the table of ports.
 *
 * @param address that it binds; 0.0.0.0 for every address of the host
 */
public record PortUse(Host host, Service service, PortSpan span, String address) {

    /** Whether both cannot be there. */
    boolean meets(PortUse other) {
        return host.equals(other.host)
                && service.proto().meets(other.service.proto())
                && span.meets(other.span)
                && (address.equals(other.address) || everywhere() || other.everywhere());
    }

    private boolean everywhere() {
        return address.equals(PortTable.EVERY_ADDRESS);
    }
}
