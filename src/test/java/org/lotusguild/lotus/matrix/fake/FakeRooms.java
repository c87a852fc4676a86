package org.lotusguild.lotus.matrix.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.PowerLevels;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** Rooms as a test says they are. What is written becomes true at once or never, as the test likes. */
public final class FakeRooms implements Rooms {
    private final Set<RoomId> joined = ConcurrentHashMap.newKeySet();
    private final Set<RoomId> left = ConcurrentHashMap.newKeySet();
    private final Set<RoomId> encrypted = ConcurrentHashMap.newKeySet();
    private final Map<RoomId, Map<UserId, String>> members = new ConcurrentHashMap<>();
    private final Map<List<Object>, ObjectNode> state = new HashMap<>();
    private final Map<List<Object>, ObjectNode> written = new HashMap<>();
    private final Map<List<Object>, List<Incoming>> related = new ConcurrentHashMap<>();
    private final Map<EventId, Incoming> events = new ConcurrentHashMap<>();
    private final List<ObjectNode> created = new ArrayList<>();
    private final Map<UserId, String> names = new ConcurrentHashMap<>();
    private final Map<RoomAlias, RoomId> aliases = new ConcurrentHashMap<>();
    private final Map<List<Object>, RuntimeException> refusals = new ConcurrentHashMap<>();
    private final List<String> typing = new CopyOnWriteArrayList<>();
    private final List<String> invites = new CopyOnWriteArrayList<>();
    private Optional<Database> kept = Optional.empty();
    private volatile Runnable beforeInvites = () -> {};
    private volatile Runnable beforeCreates = () -> {};
    private final Map<RoomId, RuntimeException> unread = new ConcurrentHashMap<>();
    private volatile Runnable whileAwaited = () -> {};
    private Optional<RoomId> next = Optional.empty();

    public FakeRooms join(RoomId... rooms) {
        joined.addAll(List.of(rooms));
        return this;
    }

    public void encrypt(RoomId room, ObjectNode content) {
        encrypted.add(room);
        put(room, "m.room.encryption", content);
    }

    public synchronized void put(RoomId room, String type, ObjectNode content) {
        state.put(List.of(room, type, ""), content);
    }

    public synchronized void stateOf(RoomId room, String type, String key, ObjectNode content) {
        state.put(List.of(room, type, key), content);
    }

    public void member(RoomId room, UserId user, String membership) {
        members.computeIfAbsent(room, r -> new ConcurrentHashMap<>()).put(user, membership);
    }

    /** From now on the rooms are as if they stood in that database: who asks inside of a transaction is refused. */
    public void keptIn(Database database) {
        kept = Optional.of(database);
    }

    private void outsideOfTransactions() {
        kept.ifPresent(database -> database.read(tx -> true));
    }

    /** From now on the members of the room cannot be read; none: they can again. */
    public void membersFail(RoomId room, Optional<RuntimeException> failure) {
        failure.ifPresentOrElse(why -> unread.put(room, why), () -> unread.remove(room));
    }

    /** As when we have switched encryption on ourselves, and sync has not shown it yet. */
    public void encryptedUnseen(RoomId room) {
        encrypted.add(room);
    }

    /** From now on nobody can invite the user there. */
    public void refuseInvites(RoomId room, UserId user, RuntimeException refusal) {
        refusals.put(List.of(room, user), refusal);
    }

    /** Is run before each invite, which fails with what it throws. */
    public void beforeInvites(Runnable check) {
        beforeInvites = check;
    }

    /** Runs where the homeserver would begin to make a room. */
    public void beforeCreates(Runnable check) {
        beforeCreates = check;
    }

    /** Runs where sync would be waited for. */
    public void whileAwaited(Runnable shows) {
        whileAwaited = shows;
    }

    /** Rooms and users, in the order of the invites. */
    public List<String> invites() {
        return List.copyOf(invites);
    }

    /** The display name, everywhere; without one it is the localpart. */
    public void named(UserId user, String name) {
        names.put(user, name);
    }

    /** The id that the next created rooms get. Sync does not show them until {@link #join(RoomId...)}. */
    public synchronized void onCreate(RoomId room) {
        next = Optional.of(room);
    }

    public synchronized List<ObjectNode> created() {
        return List.copyOf(created);
    }

    /** What {@link #setState} was told last. */
    public synchronized Optional<ObjectNode> written(RoomId room, String type) {
        return Optional.ofNullable(written.get(List.of(room, type, "")));
    }

    public void called(RoomAlias alias, RoomId room) {
        aliases.put(alias, room);
    }

    @Override
    public Set<RoomId> joined() {
        outsideOfTransactions();
        return Set.copyOf(joined);
    }

    @Override
    public boolean isJoined(Tx tx, RoomId room) {
        return joined.contains(room);
    }

    @Override
    public Set<RoomId> left() {
        return Set.copyOf(left);
    }

    @Override
    public synchronized Optional<ObjectNode> state(RoomId room, String type, String stateKey) {
        return Optional.ofNullable(state.get(List.of(room, type, stateKey)));
    }

    @Override
    public boolean encrypted(RoomId room) {
        outsideOfTransactions();
        return encrypted.contains(room);
    }

    @Override
    public Set<UserId> joinedMembers(RoomId room) {
        outsideOfTransactions();
        if (unread.containsKey(room)) {
            throw unread.get(room);
        }
        return with(room, "join");
    }

    @Override
    public Set<UserId> invitedMembers(RoomId room) {
        return with(room, "invite");
    }

    private Set<UserId> with(RoomId room, String membership) {
        Set<UserId> found = new HashSet<>();
        members.getOrDefault(room, Map.of()).forEach((user, m) -> {
            if (m.equals(membership)) {
                found.add(user);
            }
        });
        return found;
    }

    @Override
    public PowerLevels powerLevels(RoomId room) {
        outsideOfTransactions();
        return levels(room);
    }

    @Override
    public PowerLevels powerLevels(Tx tx, RoomId room) {
        return levels(room);
    }

    private PowerLevels levels(RoomId room) {
        return PowerLevels.of(
                ScriptedMachine.USER,
                state(room, "m.room.create", "").orElseThrow(),
                state(room, "m.room.power_levels", ""));
    }

    @Override
    public String displayName(RoomId room, UserId user) {
        outsideOfTransactions();
        return names.getOrDefault(user, user.localpart());
    }

    @Override
    public String displayName(Tx tx, RoomId room, UserId user) {
        return names.getOrDefault(user, user.localpart());
    }

    @Override
    public RoomId create(ObjectNode body) {
        return make(body);
    }

    @Override
    public boolean awaitPresent(RoomId room, UserId user) {
        whileAwaited.run();
        return joinedMembers(room).contains(user) || invitedMembers(room).contains(user);
    }

    @Override
    public RoomId make(ObjectNode body) {
        beforeCreates.run();
        return made(body);
    }

    private synchronized RoomId made(ObjectNode body) {
        created.add(body);
        return next.orElseThrow();
    }

    @Override
    public void join(RoomId room, List<String> via) {
        joined.add(room);
    }

    @Override
    public void leave(RoomId room) {
        joined.remove(room);
        left.add(room);
    }

    @Override
    public void invite(RoomId room, UserId user) {
        beforeInvites.run();
        RuntimeException refusal = refusals.get(List.of(room, user));
        if (refusal != null) {
            throw refusal;
        }
        invites.add(room + " " + user);
        member(room, user, "invite");
    }

    @Override
    public void typing(RoomId room, Duration time) {
        typing.add(room + " " + time);
    }

    /** Rooms and times, in the order of the notices. */
    public List<String> typing() {
        return List.copyOf(typing);
    }

    @Override
    public void kick(RoomId room, UserId user, Optional<String> reason) {
        member(room, user, "leave");
    }

    @Override
    public synchronized void setState(RoomId room, String type, String stateKey, ObjectNode content) {
        written.put(List.of(room, type, stateKey), content);
    }

    /** Now the homeserver has these events that point at another one; {@code relation} as in {@link #related}. */
    public void related(EventId target, String relation, List<Incoming> events) {
        related.put(List.of(target, relation), List.copyOf(events));
    }

    /** The homeserver has this event. */
    public void has(Incoming event) {
        events.put(event.meta().id(), event);
    }

    @Override
    public Optional<Incoming> event(RoomId room, EventId id) {
        outsideOfTransactions();
        return Optional.ofNullable(events.get(id)).filter(e -> e.meta().room().equals(room));
    }

    @Override
    public List<Incoming> related(RoomId room, EventId target, String relation) {
        outsideOfTransactions();
        return related.getOrDefault(List.of(target, relation), List.of());
    }

    @Override
    public Optional<RoomId> resolve(RoomAlias alias) {
        outsideOfTransactions();
        return Optional.ofNullable(aliases.get(alias));
    }
}
