package org.lotusguild.lotus.crypto.verification;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.DeviceId;
import tools.jackson.databind.node.ObjectNode;

/** What one input leads to: the next state, and what is to be said, in this order. */
public record Turn(Exchange next, List<Saying> sayings) {
    public Turn {
        sayings = List.copyOf(sayings);
    }

    /** @param to devices of the other side; in a room everybody hears it */
    public record Saying(String type, ObjectNode content, Set<DeviceId> to) {
        public Saying {
            to = Set.copyOf(to);
        }
    }

    static Turn quiet(Exchange same) {
        return new Turn(same, List.of());
    }

    Turn then(Saying more) {
        return new Turn(next, Stream.concat(sayings.stream(), Stream.of(more)).toList());
    }
}
