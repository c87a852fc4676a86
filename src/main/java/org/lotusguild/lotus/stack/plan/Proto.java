package org.lotusguild.lotus.stack.plan;

/** What a port speaks. */
public enum Proto {
    TCP,
    UDP,
    BOTH;

    boolean meets(Proto other) {
        return this == other || this == BOTH || other == BOTH;
    }

    @Override
    public String toString() {
        return switch (this) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case BOTH -> "tcp+udp";
        };
    }
}
