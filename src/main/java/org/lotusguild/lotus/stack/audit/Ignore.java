package org.lotusguild.lotus.stack.audit;

import java.time.LocalDate;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Globs;
import org.lotusguild.lotus.stack.facts.Where;

/**
 * An entry of the ignore file: findings of one check that somebody lives with, until a day.
 *
 * @param at where it stands in the ignore file
 * @param check its id as it is written, which may be that of no check
 * @param where pattern of files; {@code **} for all
 * @param acceptCritical whether critical findings are meant too
 */
public record Ignore(Where at, String check, String where, String reason, LocalDate until, boolean acceptCritical) {

    boolean expired(LocalDate today) {
        return today.isAfter(until);
    }

    boolean fits(Hit hit) {
        return hit.check().id().text().equals(check)
                && Globs.fits(where, hit.where().file())
                && (acceptCritical || hit.severity() != Severity.CRITICAL);
    }
}
