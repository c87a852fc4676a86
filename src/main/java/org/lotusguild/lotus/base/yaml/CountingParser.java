package org.lotusguild.lotus.base.yaml;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** Ends a text of very many values before they take all memory: two signs of text may be a value of some hundred bytes. */
final class CountingParser implements Parser {
    private final Parser parser;
    private final int most;
    private int values;

    /** @param most how many keys and values there may be */
    CountingParser(Parser parser, int most) {
        this.parser = parser;
        this.most = most;
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return parser.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        boolean value = switch (event.getEventId()) {
            case Alias, Scalar, SequenceStart, MappingStart -> true;
            default -> false;
        };
        if (value && ++values > most) {
            throw new MalformedYaml(
                    event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0),
                    "more than " + most + " keys and values");
        }
        return event;
    }
}
