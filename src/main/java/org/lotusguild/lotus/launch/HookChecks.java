package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.guild.GuildConfig;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.webhooks.desk.Rehearsal;
import org.lotusguild.lotus.webhooks.hook.HookConfig;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.transform.Scripts;

/** What of the hooks of a file is known wrong without a homeserver: rooms that the guild has not, scripts that are none. */
final class HookChecks {
    private final WebhooksConfig webhooks;
    private final Optional<RoomKeys> keys;

    HookChecks(WebhooksConfig webhooks, Optional<GuildConfig> guild) {
        this.webhooks = webhooks;
        this.keys = guild.map(RoomKeys::of);
    }

    /** In the order of the file, a line each. */
    List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        webhooks.adminRoom()
                .flatMap(room -> stranger("webhooks.admin-room", room))
                .ifPresent(mistakes::add);
        try (Sandbox sandbox = sandbox()) {
            webhooks.hooks().forEach(hook -> mistakes(hook, sandbox).forEach(mistakes::add));
        }
        return mistakes;
    }

    private Sandbox sandbox() {
        return new Sandbox(webhooks.transforms(), Clock.systemUTC(), new SecureRandom());
    }

    /**
     * Scripts that fail with what the test button of their service sends, a line each. That may be meant: other posts can be well. What
     * was posted is in the database, which this does not open.
     */
    List<String> doubts() {
        try (Sandbox sandbox = sandbox()) {
            Rehearsal rehearsal = new Rehearsal(
                    sandbox, webhooks.transforms().enabled(), hook -> Optional.empty(), Clock.systemUTC());
            return webhooks.hooks().stream()
                    .flatMap(hook -> doubt(hook, rehearsal).stream())
                    .toList();
        }
    }

    private static Optional<String> doubt(HookConfig hook, Rehearsal rehearsal) {
        return hook.transform()
                .flatMap(file -> rehearsal.of(hook.name(), hook.service(), file.source(hook.name()))
                                instanceof Rehearsal.Verdict.Doubtful doubt
                        ? Optional.of(
                                "webhooks.hooks." + hook.name() + ".transform: " + file.file() + ", " + doubt.words())
                        : Optional.empty());
    }

    private Stream<String> mistakes(HookConfig hook, Sandbox sandbox) {
        String place = "webhooks.hooks." + hook.name();
        return Stream.concat(
                hook.rooms().stream().map(Target::room).flatMap(room -> stranger(place + ".rooms", room).stream()),
                hook.transform().stream().flatMap(file -> problem(place + ".transform", hook, file, sandbox).stream()));
    }

    /** Without a guild in this file the keys are those of another process. */
    private Optional<String> stranger(String place, String room) {
        return room.startsWith("#") || room.startsWith("!")
                ? Optional.empty()
                : keys.flatMap(all -> all.stranger(place, room));
    }

    private static Optional<String> problem(
            String place, HookConfig hook, HookConfig.Transform transform, Sandbox sandbox) {
        try {
            return Scripts.problem(sandbox, transform.source(hook.name()))
                    .map(problem -> place + ": " + transform.file() + ", " + problem);
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(place + ": " + unreadable.getMessage());
        }
    }
}
