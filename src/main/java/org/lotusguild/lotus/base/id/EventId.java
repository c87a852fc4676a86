package org.lotusguild.lotus.base.id;

/** An event. Ids of version 3 rooms contain {@code /} and {@code +}: percent-encode them in paths. */
public record EventId(String value) implements Comparable<EventId> {

    public EventId {
        Grammar.sigil(value, '$', "event id");
    }

    /** @throws IllegalArgumentException if the text is no event id */
    public static EventId parse(String text) {
        return new EventId(text);
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
