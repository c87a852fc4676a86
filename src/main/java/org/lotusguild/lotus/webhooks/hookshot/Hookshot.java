package org.lotusguild.lotus.webhooks.hookshot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.base.id.RoomId;

/**
 * A hookshot as its files tell of it.
 *
 * @param token of its application service
 * @param bots local parts of the users that may keep hooks
 * @param connections that stand in the configuration
 * @param waits whether its hooks answer after delivery, where they do not say
 * @param get whether its hooks answer GET
 * @param scripts whether it ran the scripts of hooks
 * @param settings for people: what else the configuration says
 */
public record Hookshot(
        Secret token,
        List<String> bots,
        List<Connection> connections,
        boolean waits,
        boolean get,
        boolean scripts,
        List<String> settings) {

    /** A hook that stands in the configuration: its state key is its id. */
    record Connection(RoomId room, Secret id, Written written) {}

    public Hookshot {
        bots = List.copyOf(bots);
        connections = List.copyOf(connections);
        settings = List.copyOf(settings);
    }

    /** @throws IllegalArgumentException if the registration is none, with the missing key */
    public static Hookshot of(ForeignYaml registration, Optional<ForeignYaml> config) {
        Optional<ForeignYaml> generic =
                config.stream().flatMap(all -> all.blocks("generic")).findFirst();
        Stream<String> own = config.stream()
                .flatMap(all -> all.blocks("serviceBots"))
                .filter(bot -> bot.text("service").filter(Hookshot::ofHooks).isPresent())
                .flatMap(bot -> bot.text("localpart").stream());
        return new Hookshot(
                new Secret(needed(registration, "as_token")),
                Stream.concat(Stream.of(needed(registration, "sender_localpart")), own)
                        .distinct()
                        .toList(),
                config.stream()
                        .flatMap(all -> all.blocks("connections"))
                        .flatMap(one -> connection(one).stream())
                        .toList(),
                flag(generic, "waitForComplete"),
                flag(generic, "enableHttpGet"),
                config.isEmpty() || flag(generic, "allowJsTransformationFunctions"),
                config.map(ForeignSettings::lines).orElse(List.of()));
    }

    private static boolean ofHooks(String service) {
        return service.equals("generic") || service.equals("webhooks");
    }

    private static String needed(ForeignYaml registration, String key) {
        return registration.text(key).orElseThrow(() -> new IllegalArgumentException("the key " + key + " is missing"));
    }

    private static Optional<Connection> connection(ForeignYaml block) {
        Optional<String> type = block.text("connectionType").filter(HookshotRooms.TYPES::contains);
        Optional<String> room = block.text("roomId").filter(id -> id.startsWith("!"));
        Optional<String> id = block.text("stateKey").filter(key -> !key.isEmpty());
        Optional<ForeignYaml> state = block.blocks("state").findFirst();
        if (type.isEmpty() || room.isEmpty() || id.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Connection(RoomId.parse(room.get()), new Secret(id.get()), Written.of(state.get())));
    }

    private static boolean flag(Optional<ForeignYaml> generic, String key) {
        return generic.flatMap(block -> block.flag(key)).orElse(false);
    }
}
