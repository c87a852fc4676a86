package org.lotusguild.lotus.webhooks.service;

import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;

/** Test events of all services look alike. */
final class Trial {
    private Trial() {}

    /** @param said the service's own words, empty if it has none */
    static Notice of(Service service, String said) {
        return Notice.of(
                        service.key(),
                        service.key() + ".test",
                        Level.INFO,
                        "🧪",
                        "Test from " + service.title(),
                        "the hook works")
                .lines(Words.lines(said));
    }
}
