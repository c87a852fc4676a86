package org.lotusguild.lotus.base.id;

/** A room alias, {@code #name:server}. */
public record RoomAlias(String value) implements Comparable<RoomAlias> {

    public RoomAlias {
        Grammar.sigil(value, '#', "room alias");
        Grammar.serverPart(value, "room alias");
    }

    /** @throws IllegalArgumentException if the text is no room alias */
    public static RoomAlias parse(String text) {
        return new RoomAlias(text);
    }

    public String server() {
        return value.substring(value.indexOf(':') + 1);
    }

    @Override
    public int compareTo(RoomAlias other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
