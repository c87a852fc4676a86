package org.lotusguild.lotus.base.id;

/** A device of a user: opaque, chosen by the homeserver or, for application services, by us. */
public record DeviceId(String value) implements Comparable<DeviceId> {

    public DeviceId {
        Grammar.plain(value, "device id");
    }

    /** @throws IllegalArgumentException if the text is no device id */
    public static DeviceId parse(String text) {
        return new DeviceId(text);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
