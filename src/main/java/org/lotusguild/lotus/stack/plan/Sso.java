package org.lotusguild.lotus.stack.plan;

import java.time.LocalDate;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;

/**
 * Single sign-on by Authelia over LLDAP.
 *
 * @param group who may sign in
 * @param migrateFrom from this day on, provider's users take over the accounts that have their names,
 * @param migrateUntil and to the end of this one
 */
public record Sso(@Default("matrix") String group, Optional<LocalDate> migrateFrom, Optional<LocalDate> migrateUntil) {

    public Sso {
        if (!group.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("group: is named by letters, digits, dashes and underscores");
        }
        if (migrateFrom.isPresent() != migrateUntil.isPresent()) {
            throw new IllegalArgumentException("give migrate-from and migrate-until, or neither");
        }
        if (migrateFrom.isPresent() && migrateUntil.orElseThrow().isBefore(migrateFrom.orElseThrow())) {
            throw new IllegalArgumentException("migrate-until: is before migrate-from");
        }
    }

    boolean migrating(LocalDate today) {
        return migrateFrom.isPresent()
                && !today.isBefore(migrateFrom.get())
                && !today.isAfter(migrateUntil.orElseThrow());
    }
}
