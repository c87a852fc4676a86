package org.lotusguild.lotus.webhooks.hookshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.RoomsApi;

/**
 * Reads what a hookshot keeps on its homeserver, in the name of its bots: the ids of hooks in their account data of rooms, the
 * hooks themselves in the state of the rooms.
 */
final class HookshotRooms {
    /** The type that is written today comes first: it wins over the old one. */
    static final List<String> TYPES =
            List.of("uk.half-shot.matrix-hookshot.generic.hook", "uk.half-shot.matrix-github.generic.hook");

    private record Spot(RoomId room, String stateKey) {}

    private final MatrixApi homeserver;
    private final String server;
    private final Map<Spot, List<Secret>> ids = new LinkedHashMap<>();
    private final Map<Spot, Optional<Written>> written = new LinkedHashMap<>();

    HookshotRooms(MatrixApi homeserver, String server) {
        this.homeserver = homeserver;
        this.server = server;
    }

    /** By room and state key, so that the same names come in the same order each time. */
    List<ForeignHook> read(Hookshot hookshot) {
        for (String bot : hookshot.bots()) {
            UserId self = UserId.parse("@" + bot + ":" + server);
            RoomsApi rooms = homeserver
                    .as(new Credentials.DevicelessUser(hookshot.token(), self))
                    .rooms();
            rooms.joined().stream().sorted().forEach(room -> read(rooms, self, room));
        }
        hookshot.connections().forEach(this::keep);
        return ids.entrySet().stream()
                .map(one -> new ForeignHook(
                        one.getKey().room(),
                        one.getKey().stateKey(),
                        one.getValue(),
                        written.getOrDefault(one.getKey(), Optional.empty())))
                .toList();
    }

    private void read(RoomsApi rooms, UserId self, RoomId room) {
        idsByKey(rooms, self, room).forEach((key, found) -> {
            Spot spot = new Spot(room, key);
            found.forEach(id -> keep(spot, id));
            written.computeIfAbsent(spot, it -> written(rooms, room, key));
        });
    }

    private static Map<String, List<Secret>> idsByKey(RoomsApi rooms, UserId self, RoomId room) {
        Map<String, List<Secret>> byKey = new TreeMap<>();
        for (String type : TYPES) {
            rooms.accountData(self, room, type)
                    .ifPresent(data -> data.forEachEntry((id, key) -> {
                        if (key.isString() && !id.isEmpty()) {
                            byKey.computeIfAbsent(key.stringValue(), it -> new ArrayList<>())
                                    .add(new Secret(id));
                        }
                    }));
        }
        return byKey;
    }

    private static Optional<Written> written(RoomsApi rooms, RoomId room, String key) {
        return TYPES.stream()
                .flatMap(type -> rooms.state(room, type, key).stream())
                .flatMap(content -> Written.of(content).stream())
                .findFirst();
    }

    /** What stands in the configuration wins over what stands in the room. */
    private void keep(Hookshot.Connection fixed) {
        Spot spot = new Spot(fixed.room(), fixed.id().value());
        keep(spot, fixed.id());
        written.put(spot, Optional.of(fixed.written()));
    }

    private void keep(Spot spot, Secret id) {
        List<Secret> all = ids.computeIfAbsent(spot, it -> new ArrayList<>());
        if (!all.contains(id)) {
            all.add(id);
        }
    }
}
