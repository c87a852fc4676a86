package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.PowerLevels;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rooms as the tables of sync have them, and requests that change them. */
public final class SyncedRooms implements Rooms {
    private static final Logger LOG = LoggerFactory.getLogger(SyncedRooms.class);
    private static final Duration ECHO = Duration.ofSeconds(30);
    /** Sync is not behind for longer than that, as a rule. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final UserId self;
    private final Database database;
    private final MatrixApi api;
    private final Committed committed;
    private final RoomStore rooms;
    private final StateStore states;
    private final MemberLists members;
    private final RelatedEvents related;
    private final Duration soon;
    private final Duration echo;
    private final RoomsUnderway underway = new RoomsUnderway();
    /** Made by us as encrypted rooms: sync may have shown them before they were. */
    private final Set<RoomId> madeEncrypted = ConcurrentHashMap.newKeySet();

    public SyncedRooms(UserId self, Database database, MatrixApi api, Committed committed, RelatedEvents related) {
        this(self, database, api, committed, related, SOON, ECHO);
    }

    /**
     * @param soon so long sync is trusted to bring what has happened
     * @param echo so long it is waited for what the homeserver says has happened
     */
    SyncedRooms(
            UserId self,
            Database database,
            MatrixApi api,
            Committed committed,
            RelatedEvents related,
            Duration soon,
            Duration echo) {
        this.self = self;
        this.database = database;
        this.api = api;
        this.committed = committed;
        this.rooms = new RoomStore(self);
        this.states = new StateStore(self);
        this.members = new MemberLists(database, api.rooms(), rooms, states, related.skipped());
        this.related = related;
        this.soon = soon;
        this.echo = echo;
    }

    @Override
    public Set<RoomId> joined() {
        return database.read(rooms::joined);
    }

    @Override
    public boolean isJoined(RoomId room) {
        return known(room).map(RoomStore.Known::joined).orElse(false);
    }

    @Override
    public boolean isJoined(Tx tx, RoomId room) {
        return rooms.known(tx, room).map(RoomStore.Known::joined).orElse(false);
    }

    @Override
    public Set<RoomId> left() {
        return database.read(rooms::left);
    }

    @Override
    public Optional<ObjectNode> state(RoomId room, String type, String stateKey) {
        if (type.equals(RoomChanges.MEMBER)) {
            return MemberLists.user(stateKey).flatMap(user -> members.one(room, user));
        }
        return read(tx -> states.state(tx, room, type, stateKey)).map(StateStore.State::content);
    }

    /** A room that sync has not shown yet counts as encrypted: better refused than sent in clear. */
    @Override
    public boolean encrypted(RoomId room) {
        return known(room).map(RoomStore.Known::encrypted).orElse(true);
    }

    @Override
    public Outlook outlook(RoomId room) {
        return known(room)
                .map(known -> new Outlook(
                        known.joined(),
                        known.encrypted(),
                        known.membersComplete() ? OptionalLong.of(known.changes()) : OptionalLong.empty()))
                .orElseGet(() -> new Outlook(false, true, OptionalLong.empty()));
    }

    @Override
    public Set<UserId> joinedMembers(RoomId room) {
        return members.of(room, RoomStore.JOIN);
    }

    @Override
    public Set<UserId> invitedMembers(RoomId room) {
        return members.of(room, RoomStore.INVITE);
    }

    /** @throws IllegalStateException if sync has not shown the room */
    @Override
    public PowerLevels powerLevels(RoomId room) {
        return read(tx -> powerLevels(tx, room));
    }

    @Override
    public PowerLevels powerLevels(Tx tx, RoomId room) {
        StateStore.State create = states.state(tx, room, "m.room.create", "")
                .orElseThrow(() -> new IllegalStateException("the state of " + room + " is not known"));
        Optional<ObjectNode> levels =
                states.state(tx, room, "m.room.power_levels", "").map(StateStore.State::content);
        return PowerLevels.of(create.sender(), create.content(), levels);
    }

    @Override
    public String displayName(RoomId room, UserId user) {
        return read(tx -> displayName(tx, room, user));
    }

    @Override
    public String displayName(Tx tx, RoomId room, UserId user) {
        return states.member(tx, room, user)
                .flatMap(member -> Json.string(member, "displayname"))
                .filter(name -> !name.isBlank())
                .orElse(user.localpart());
    }

    @Override
    public RoomId create(ObjectNode body) {
        RoomId room = make(body);
        awaitJoined(room);
        return room;
    }

    @Override
    public RoomId make(ObjectNode body) {
        RoomId room = underway.making(() -> api.rooms().create(body));
        if (encryptedFromTheStart(body)) {
            madeEncrypted.add(room);
        }
        return room;
    }

    /** Waits until no room is being made any more, at most so long. */
    public void awaitMade(Duration limit) throws InterruptedException {
        underway.awaitNone(limit);
    }

    @Override
    public boolean awaitPresent(RoomId room, UserId user) {
        if (await(() -> isPresent(room, user), soon)) {
            return true;
        }
        boolean present = api.rooms()
                .state(room, RoomChanges.MEMBER, user.value())
                .flatMap(member -> Json.string(member, "membership"))
                .filter(RoomChanges.PRESENT::contains)
                .isPresent();
        if (present && !await(() -> isPresent(room, user), echo)) {
            throw new HttpFailure(
                    HttpFailure.Kind.TIMEOUT, "sync has not shown a member of " + room + " in time", null);
        }
        return present;
    }

    private boolean isPresent(RoomId room, UserId user) {
        return joinedMembers(room).contains(user) || invitedMembers(room).contains(user);
    }

    private static boolean encryptedFromTheStart(ObjectNode body) {
        return body.path("initial_state")
                .valueStream()
                .anyMatch(event -> Json.string(event, "type")
                        .filter(RoomChanges.ENCRYPTION::equals)
                        .isPresent());
    }

    @Override
    public void join(RoomId room, List<String> via) {
        api.rooms().join(room, via);
        awaitJoined(room);
    }

    @Override
    public void leave(RoomId room) {
        api.rooms().leave(room);
    }

    @Override
    public void invite(RoomId room, UserId user) {
        Optional<ObjectNode> before = read(tx -> states.member(tx, room, user));
        api.rooms().invite(room, user);
        database.run(tx -> invited(tx, room, user, before));
    }

    /** What is said at once is for the user, too. What sync said meanwhile is newer, and stays. */
    private void invited(Tx tx, RoomId room, UserId user, Optional<ObjectNode> before) {
        boolean joined = rooms.known(tx, room).map(RoomStore.Known::joined).orElse(false);
        boolean present = before.flatMap(member -> Json.string(member, "membership"))
                .filter(RoomChanges.PRESENT::contains)
                .isPresent();
        if (joined && !present && states.member(tx, room, user).equals(before)) {
            states.putMember(tx, room, user, RoomStore.INVITE, Json.object().put("membership", RoomStore.INVITE));
            rooms.countChange(tx, room);
        }
    }

    @Override
    public void typing(RoomId room, Duration time) {
        api.once().rooms().typing(room, self, time);
    }

    @Override
    public void kick(RoomId room, UserId user, Optional<String> reason) {
        api.rooms().kick(room, user, reason);
    }

    @Override
    public void setState(RoomId room, String type, String stateKey, ObjectNode content) {
        api.rooms().setState(room, type, stateKey, content);
        if (type.equals(RoomChanges.ENCRYPTION) && stateKey.isEmpty()) {
            // Not only when sync says so: until then messages would go out in clear.
            database.run(tx -> rooms.encrypted(tx, room));
        }
    }

    @Override
    public Optional<RoomId> resolve(RoomAlias alias) {
        return api.rooms().resolve(alias).map(RoomsApi.Resolved::room);
    }

    @Override
    public Optional<Incoming> event(RoomId room, EventId id) {
        return related.event(room, id);
    }

    @Override
    public List<Incoming> related(RoomId room, EventId target, String relation) {
        return related.of(room, target, relation);
    }

    /** Until sync has brought the state of the room, nobody knows whether it is encrypted. */
    private void awaitJoined(RoomId room) {
        if (!await(() -> isJoined(room), echo)) {
            LOG.atWarn().addKeyValue("room", room).log("sync has not shown a room that we entered");
        }
    }

    private boolean await(BooleanSupplier wanted, Duration limit) {
        try {
            return committed.await(wanted, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop while waiting for sync", e);
        }
    }

    private Optional<RoomStore.Known> known(RoomId room) {
        return read(tx -> rooms.known(tx, room)).map(known -> asMade(room, known));
    }

    private RoomStore.Known asMade(RoomId room, RoomStore.Known known) {
        if (known.encrypted()) {
            madeEncrypted.remove(room);
            return known;
        }
        return madeEncrypted.contains(room) ? known.asEncrypted() : known;
    }

    private <T> T read(Function<Tx, T> body) {
        return database.read(body);
    }
}
