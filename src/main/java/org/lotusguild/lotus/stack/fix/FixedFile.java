package org.lotusguild.lotus.stack.fix;

import java.util.List;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Edit;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;

/**
 * A file and the changes that mend it.
 *
 * @param origin as it was read
 * @param fixes in the order in which they are to be made: the lines of each are those that the earlier ones leave
 */
public record FixedFile(Origin origin, Kind kind, List<Fix> fixes) {
    public FixedFile {
        fixes = List.copyOf(fixes);
    }

    /** A change and the check whose finding it mends. */
    public record Fix(CheckId check, Edit edit) {}
}
