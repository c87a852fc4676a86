package org.lotusguild.lotus.bot.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as people read them: {@code 23 Nov 2026 18:00 UTC}. */
public final class Times {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm zzz", Locale.ENGLISH);

    private Times() {}

    public static String shown(Instant at, ZoneId zone) {
        return FORM.format(at.atZone(zone));
    }
}
