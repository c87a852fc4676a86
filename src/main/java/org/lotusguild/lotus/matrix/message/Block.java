package org.lotusguild.lotus.matrix.message;

import java.util.List;

/** A part of a message that begins on a line of its own. */
public sealed interface Block {

    record Line(List<Span> spans) implements Block {
        public Line {
            spans = List.copyOf(spans);
        }
    }
}
