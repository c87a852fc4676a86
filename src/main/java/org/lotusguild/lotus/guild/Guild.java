package org.lotusguild.lotus.guild;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the guild of the file live: creates what is missing, changes nothing that is there. A repeat does nothing. */
public final class Guild {
    private static final Logger LOG = LoggerFactory.getLogger(Guild.class);

    private final GuildConfig wanted;
    private final UserId creator;
    private final String serverName;
    private final Rooms rooms;
    private final Database db;
    private final GuildStore store = new GuildStore();

    public Guild(GuildConfig wanted, UserId creator, String serverName, Rooms rooms, Database db) {
        this.wanted = wanted;
        this.creator = creator;
        this.serverName = serverName;
        this.rooms = rooms;
        this.db = db;
    }

    /** The rooms as they were last made, by key: nobody is asked. */
    public static Map<String, RoomId> rooms(Database db) {
        return db.read(new GuildStore()::rooms);
    }

    /** Brings the live guild up to the file. */
    public Applied apply() {
        Map<String, RoomId> known = known();
        List<Change> changes = Planner.plan(wanted, creator, live(known));
        List<String> troubles = new ArrayList<>();
        for (Change change : changes) {
            apply(change, known, troubles);
        }
        return new Applied(known, invited(known, changes), List.copyOf(troubles));
    }

    /**
     * The live guild.
     *
     * @param rooms by key, the space under {@code space}
     * @param invited who has an invite of ours that is not answered yet
     * @param troubles invites that the homeserver refused, each in words
     */
    public record Applied(Map<String, RoomId> rooms, Map<UserId, Set<RoomId>> invited, List<String> troubles) {}

    private Map<UserId, Set<RoomId>> invited(Map<String, RoomId> known, List<Change> changes) {
        Map<UserId, Set<RoomId>> invited = new HashMap<>();
        for (UserId user : people()) {
            known.values().stream()
                    .filter(room -> membership(room, user).equals(Optional.of("invite")))
                    .forEach(room -> invited.computeIfAbsent(user, u -> new LinkedHashSet<>())
                            .add(room));
        }
        for (Change change : changes) {
            if (change instanceof Change.Invite(String key, UserId user)) {
                invited.computeIfAbsent(user, u -> new LinkedHashSet<>()).add(existing(key, known));
            }
        }
        return invited;
    }

    /** The rooms that exist and that we are in: by the table, else by the mark in their create event. */
    private Map<String, RoomId> known() {
        Set<RoomId> joined = rooms.joined();
        Map<String, RoomId> known = new LinkedHashMap<>();
        for (RoomId room : joined) {
            if (rooms.powerLevels(room).creators().contains(creator)) {
                RoomBlueprint.keyOf(rooms.state(room, "m.room.create", "")).ifPresent(key -> known.put(key, room));
            }
        }
        db.read(store::rooms).forEach((key, room) -> {
            if (joined.contains(room)) {
                known.put(key, room);
            }
        });
        return known;
    }

    private Live live(Map<String, RoomId> known) {
        Map<String, Set<UserId>> present = new HashMap<>();
        known.forEach((key, room) -> present.put(key, presentIn(room)));
        Set<String> linked = new HashSet<>();
        Optional<RoomId> space = Optional.ofNullable(known.get(Planner.SPACE));
        space.ifPresent(s -> known.forEach((key, room) -> {
            if (rooms.state(s, "m.space.child", room.value())
                    .filter(c -> c.has("via"))
                    .isPresent()) {
                linked.add(key);
            }
        }));
        return new Live(present, linked);
    }

    /** Everybody of the file whom the room has seen: who left or was banned is not invited again. */
    private Set<UserId> presentIn(RoomId room) {
        Set<UserId> present = new HashSet<>(rooms.joinedMembers(room));
        people().stream().filter(user -> membership(room, user).isPresent()).forEach(present::add);
        return present;
    }

    private Optional<String> membership(RoomId room, UserId user) {
        return rooms.state(room, "m.room.member", user.value()).flatMap(m -> Json.string(m, "membership"));
    }

    private Set<UserId> people() {
        Set<UserId> people = new LinkedHashSet<>(wanted.admins());
        people.addAll(wanted.members());
        people.remove(creator);
        return people;
    }

    /** Without ourselves: a creator stands above all levels, and a homeserver takes none that name one. */
    private List<UserId> admins() {
        return wanted.admins().stream().filter(admin -> !admin.equals(creator)).toList();
    }

    private void apply(Change change, Map<String, RoomId> known, List<String> troubles) {
        switch (change) {
            case Change.CreateSpace(String name) -> created(Planner.SPACE, RoomBlueprint.space(name, admins()), known);
            case Change.CreateRoom(String key, GuildConfig.Room room) -> {
                RoomId space = existing(Planner.SPACE, known);
                created(key, RoomBlueprint.room(key, room, space, serverName, admins()), known);
            }
            case Change.Link(String key) -> {
                String child = existing(key, known).value();
                rooms.setState(existing(Planner.SPACE, known), "m.space.child", child, RoomBlueprint.child(serverName));
            }
            case Change.Invite(String key, UserId user) ->
                invite(existing(key, known), user).ifPresent(why -> troubles.add(user + " into " + key + ": " + why));
        }
    }

    /** One user who cannot be invited must not keep the others out; the next start tries again. */
    private Optional<String> invite(RoomId room, UserId user) {
        try {
            rooms.invite(room, user);
            return Optional.empty();
        } catch (MatrixException e) {
            if (e.unwell()) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("room", room)
                    .addKeyValue("user", user)
                    .addKeyValue("why", e.getMessage())
                    .log("an invite was refused");
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static RoomId existing(String key, Map<String, RoomId> known) {
        return Objects.requireNonNull(known.get(key), "the plan creates rooms before it uses them");
    }

    private void created(String key, ObjectNode body, Map<String, RoomId> known) {
        RoomId room = rooms.create(body);
        db.run(tx -> store.put(tx, key, room));
        known.put(key, room);
        LOG.atInfo().addKeyValue("key", key).addKeyValue("room", room).log("room created");
    }
}
