package org.lotusguild.lotus.webhooks.hook;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Size;

/** What is written of a hook, in the file or in a row → the hook as it works. */
final class HookReading {
    private static final Duration GROUP = Duration.ofSeconds(20);

    private final WebhooksConfig config;
    private final Map<String, String> scripts = new HashMap<>();

    /** @throws IllegalArgumentException if a script of the file cannot be read */
    HookReading(WebhooksConfig config) {
        this.config = config;
        config.hooks()
                .forEach(hook ->
                        hook.transform().ifPresent(file -> scripts.put(hook.name(), file.source(hook.name()))));
    }

    /** What stands in the file that a hook of {@code lotus.yaml} names. */
    Optional<String> script(String hook) {
        return Optional.ofNullable(scripts.get(hook));
    }

    Known ofFile(HookConfig written, Switches switches) {
        Hook hook = new Hook(
                written.name(),
                switches.enabled(),
                written.service(),
                written.as(),
                written.rooms(),
                written.wait_(),
                written.dump(),
                written.strict(),
                script(written.name()).filter(script -> switches.transform()),
                written.images(),
                written.allowHosts(),
                written.plainImages(),
                written.lifecycle(),
                written.groupWindow(),
                written.link() == HookConfig.Links.APPLICATION,
                written.privateTickets() == HookConfig.Tickets.SHOW,
                written.expires()
                        .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
        Admission admission = new Admission(
                written.auth().stream().map(AuthConfig::auth).toList(),
                written.allowAddresses(),
                written.get(),
                bytes(written.maxBody()));
        return new Known(hook, admission, Known.Origin.FILE, switches);
    }

    Known ofRow(MadeHook made, Switches switches) {
        Target target = new Target(made.room(), Optional.empty(), Map.of(), Optional.empty(), Map.of(), false);
        Hook hook = new Hook(
                made.name(),
                switches.enabled(),
                made.service(),
                made.sender(),
                List.of(target),
                made.waits(),
                made.dump(),
                made.strict(),
                made.transform().filter(script -> switches.transform()),
                Images.THREAD,
                List.of(),
                false,
                Lifecycle.EDIT_THREAD,
                GROUP,
                false,
                false,
                made.expires());
        Admission admission = new Admission(List.of(), List.of(), made.get(), bytes(Optional.empty()));
        return new Known(hook, admission, made.imported() ? Known.Origin.HOOKSHOT : Known.Origin.COMMAND, switches);
    }

    private int bytes(Optional<Size> own) {
        return Math.toIntExact(own.orElse(config.maxBody()).bytes());
    }
}
