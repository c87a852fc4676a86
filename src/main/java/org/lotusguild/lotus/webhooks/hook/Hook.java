package org.lotusguild.lotus.webhooks.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A hook as it works now, wherever it came from.
 *
 * @param name how people call it: never its id
 * @param service the formatter that is tried first; absent: recognised
 * @param sender the user that posts; absent: the service's own
 * @param waits whether the sender is answered after delivery only
 * @param dump whether unknown JSON is posted as it is
 * @param strict whether a script that gives nothing posts nothing
 * @param transform the script's source
 * @param allowHosts internal hosts that pictures may come from
 * @param plainImages whether pictures may come over http
 */
public record Hook(
        String name,
        boolean enabled,
        Optional<String> service,
        Optional<String> sender,
        List<Target> targets,
        boolean waits,
        boolean dump,
        boolean strict,
        Optional<String> transform,
        Images images,
        List<String> allowHosts,
        boolean plainImages,
        Lifecycle lifecycle,
        Duration groupWindow,
        boolean preferApplication,
        boolean showPrivate,
        Optional<Instant> expires) {
    public Hook {
        targets = List.copyOf(targets);
        allowHosts = List.copyOf(allowHosts);
    }
}
