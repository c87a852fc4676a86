package org.lotusguild.lotus.webhooks.service;

import java.util.regex.Pattern;

/** Bazarr speaks through Apprise: only its sentence tells that it is Bazarr. */
final class BazarrSentence {
    private static final Pattern VERB =
            Pattern.compile(" [Ss]ubtitles (?:manually )?(?:downloaded|upgraded|uploaded)(?: from |\\.)");

    private BazarrSentence() {}

    static boolean fits(String message) {
        return VERB.matcher(message).find();
    }
}
