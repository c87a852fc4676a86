package org.lotusguild.lotus.launch.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.Rooms;

/** The rooms that somebody is in, with a short name to type for each. */
final class RoomBook {
    private static final int LONGEST = 30;
    private static final int NAMED = 3;

    private final Rooms rooms;
    private final UserId self;
    private final Map<RoomId, String> keys = new LinkedHashMap<>();

    /** @param handle what to type: one word, unlike that of any other room */
    record Entry(RoomId id, String handle, String name) {}

    /** @param guild the guild's rooms by key */
    RoomBook(Rooms rooms, UserId self, Map<String, RoomId> guild) {
        this.rooms = rooms;
        this.self = self;
        guild.forEach((key, room) -> keys.put(room, key));
    }

    /** The joined rooms but spaces, by handle. */
    List<Entry> entries() {
        Set<String> taken = new HashSet<>();
        return rooms.joined().stream()
                .filter(room -> !isSpace(room))
                .sorted(Comparator.comparing((RoomId room) -> !keys.containsKey(room))
                        .thenComparing(RoomId::value))
                .map(room -> entry(room, taken))
                .sorted(Comparator.comparing(Entry::handle))
                .toList();
    }

    private boolean isSpace(RoomId room) {
        return rooms.state(room, "m.room.create", "")
                .flatMap(create -> Json.string(create, "type"))
                .filter("m.space"::equals)
                .isPresent();
    }

    private Entry entry(RoomId room, Set<String> taken) {
        String name = name(room);
        String wanted = Optional.ofNullable(keys.get(room)).orElseGet(() -> word(name, room));
        String handle = wanted;
        for (int n = 2; !taken.add(handle); n++) {
            handle = wanted + "-" + n;
        }
        return new Entry(room, handle, name);
    }

    private static String word(String name, RoomId room) {
        String word = name.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        return word.isEmpty() ? room.value() : word;
    }

    private String name(RoomId room) {
        return Stream.of(text(room, "m.room.name", "name"), text(room, "m.room.canonical_alias", "alias"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> people(room));
    }

    private Optional<String> text(RoomId room, String type, String field) {
        return rooms.state(room, type, "")
                .flatMap(content -> Json.string(content, field))
                .map(text -> Harmless.line(text, LONGEST))
                .filter(text -> !text.isEmpty());
    }

    private String people(RoomId room) {
        List<UserId> others = new ArrayList<>(rooms.joinedMembers(room));
        others.addAll(rooms.invitedMembers(room));
        others.remove(self);
        String names = others.stream()
                .sorted(Comparator.comparing(UserId::value))
                .limit(NAMED)
                .map(user -> rooms.displayName(room, user))
                .collect(Collectors.joining(" "));
        return names.isBlank() ? "empty" : Harmless.line(names, LONGEST);
    }

    /** By handle, id or name; the beginning of a handle will do where only one begins so. */
    Optional<Entry> find(String wanted) {
        List<Entry> all = entries();
        Optional<Entry> exact = all.stream()
                .filter(e -> e.handle().equalsIgnoreCase(wanted)
                        || e.id().value().equals(wanted)
                        || e.name().equalsIgnoreCase(wanted))
                .findFirst();
        List<Entry> begin = all.stream()
                .filter(e -> e.handle().startsWith(wanted.toLowerCase(Locale.ROOT)))
                .toList();
        return exact.or(() -> begin.size() == 1 ? Optional.of(begin.getFirst()) : Optional.empty());
    }

    Optional<Entry> find(RoomId room) {
        return entries().stream().filter(entry -> entry.id().equals(room)).findFirst();
    }

    /** A room of the guild by its key, joined or not. */
    Optional<RoomId> ofGuild(String key) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
