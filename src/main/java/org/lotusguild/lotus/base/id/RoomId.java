package org.lotusguild.lotus.base.id;

/** A room: {@code !} and an opaque rest. Since room version 12 there is no server part, so nobody may ask for one. */
public record RoomId(String value) implements Comparable<RoomId> {

    public RoomId {
        Grammar.sigil(value, '!', "room id");
    }

    /** @throws IllegalArgumentException if the text is no room id */
    public static RoomId parse(String text) {
        return new RoomId(text);
    }

    @Override
    public int compareTo(RoomId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
