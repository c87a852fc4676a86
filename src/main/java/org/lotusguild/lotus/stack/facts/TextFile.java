package org.lotusguild.lotus.stack.facts;

import java.util.List;

/** A file that is searched, not parsed: shell scripts, cron tables. Its lines are those of the {@link Origin}. */
public record TextFile(Origin origin, Kind kind) implements Document {
    public List<String> lines() {
        return origin.lines();
    }
}
