package org.lotusguild.lotus.webhooks.hook;

import java.time.Instant;
import java.util.Optional;

/**
 * A hook that was made by command, as it is stored; see {@link HookConfig} for what the switches mean.
 *
 * @param room an id, an alias or a key of {@code guild.rooms}
 * @param transform the script's source
 * @param imported whether it came from a hookshot
 */
public record MadeHook(
        String name,
        String room,
        Optional<String> service,
        Optional<String> sender,
        boolean waits,
        boolean get,
        boolean dump,
        boolean strict,
        Optional<String> transform,
        boolean imported,
        Instant madeAt,
        Optional<Instant> expires) {

    /** A hook with nothing but a name and a room. */
    public static MadeHook of(String name, String room, Instant madeAt) {
        return new MadeHook(
                name,
                room,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false,
                Optional.empty(),
                false,
                madeAt,
                Optional.empty());
    }

    public MadeHook service(String other) {
        return new MadeHook(
                name, room, Optional.of(other), sender, waits, get, dump, strict, transform, imported, madeAt, expires);
    }

    public MadeHook transform(String source) {
        return new MadeHook(
                name, room, service, sender, waits, get, dump, strict, Optional.of(source), imported, madeAt, expires);
    }

    public MadeHook expires(Instant end) {
        return new MadeHook(
                name, room, service, sender, waits, get, dump, strict, transform, imported, madeAt, Optional.of(end));
    }
}
