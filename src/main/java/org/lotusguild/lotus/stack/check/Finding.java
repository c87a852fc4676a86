package org.lotusguild.lotus.stack.check;

import java.util.Optional;
import org.lotusguild.lotus.stack.facts.Where;

/** What a check found. Whose it is and how bad is said by the check, so that no finding can carry another's id. */
public sealed interface Finding permits Finding.Failed, Finding.Unknown {

    Where where();

    /**
     * Something is wrong.
     *
     * @param saw what is written, without secrets
     * @param want what to write or do instead
     * @param so what follows from it; empty if the check's own reason says all
     * @param as if this one is worse or less bad than the check says
     */
    record Failed(Where where, String saw, String want, String so, Optional<Severity> as, Optional<Edit> edit)
            implements Finding {

        /** With a consequence of its own. */
        public Failed so(String consequence) {
            return new Failed(where, saw, want, consequence, as, edit);
        }

        public Failed as(Severity other) {
            return new Failed(where, saw, want, so, Optional.of(other), edit);
        }

        /** With a change that mends it, which needs no human's choice. */
        public Failed fix(Edit change) {
            return new Failed(where, saw, want, so, as, Optional.of(change));
        }
    }

    /** It was asked for and could not be told. */
    record Unknown(Where where, String because) implements Finding {}

    static Failed failed(Where where, String saw, String want) {
        return new Failed(where, saw, want, "", Optional.empty(), Optional.empty());
    }

    static Unknown unknown(Where where, String because) {
        return new Unknown(where, because);
    }
}
