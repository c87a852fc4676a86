package org.lotusguild.lotus.base.id;

/** A user, {@code @localpart:server}. */
public record UserId(String value) implements Comparable<UserId> {

    public UserId {
        Grammar.sigil(value, '@', "user id");
        Grammar.serverPart(value, "user id");
    }

    /** @throws IllegalArgumentException if the text is no user id */
    public static UserId parse(String text) {
        return new UserId(text);
    }

    public String localpart() {
        return value.substring(1, value.indexOf(':'));
    }

    public String server() {
        return value.substring(value.indexOf(':') + 1);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
