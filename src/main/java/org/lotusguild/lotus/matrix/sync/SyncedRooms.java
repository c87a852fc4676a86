package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

    private final UserId self;
    private final Database database;
    private final MatrixApi api;
    private final Committed committed;
    private final RoomStore rooms;
    private final StateStore states;
    private final MemberLists members;
    private final RelatedEvents related;

    public SyncedRooms(UserId self, Database database, MatrixApi api, Committed committed, RelatedEvents related) {
        this.self = self;
        this.database = database;
        this.api = api;
        this.committed = committed;
        this.rooms = new RoomStore(self);
        this.states = new StateStore(self);
        this.members = new MemberLists(database, api.rooms(), rooms, states, related.skipped());
        this.related = related;
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
    public Set<RoomId> left() {
        return database.read(rooms::left);
    }

    @Override
    public Optional<ObjectNode> state(RoomId room, String type, String stateKey) {
        return full(room, type, stateKey).map(StateStore.State::content);
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
        RoomId room = api.rooms().create(body);
        awaitJoined(room);
        if (encryptedFromTheStart(body)) {
            // The homeserver makes a room event by event: sync may have shown it before it was encrypted.
            database.run(tx -> rooms.encrypted(tx, room));
        }
        return room;
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
        api.rooms().invite(room, user);
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
        try {
            if (!committed.await(() -> isJoined(room), ECHO)) {
                LOG.atWarn().addKeyValue("room", room).log("sync has not shown a room that we entered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop while waiting for sync", e);
        }
    }

    private Optional<RoomStore.Known> known(RoomId room) {
        return read(tx -> rooms.known(tx, room));
    }

    private Optional<StateStore.State> full(RoomId room, String type, String stateKey) {
        return read(tx -> states.state(tx, room, type, stateKey));
    }

    private <T> T read(Function<Tx, T> body) {
        return database.read(body);
    }
}
