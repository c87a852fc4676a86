package org.lotusguild.lotus.launch.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.FakeRooms;

class RoomBookTest {
    private static final RoomId A = RoomId.parse("!a:example.org");
    private static final RoomId B = RoomId.parse("!b:example.org");

    private final FakeRooms rooms = new FakeRooms();

    private RoomBook book(Map<String, RoomId> guild) {
        return new RoomBook(rooms, Events.SELF, guild);
    }

    private void name(RoomId room, String name) {
        rooms.join(room);
        rooms.put(room, "m.room.name", Json.object().put("name", name));
    }

    @Test
    void callsGuildRoomsByTheirKeyAndOthersByOneWordOfTheirName() {
        name(A, "General Chat");
        name(B, "The  \u001b[31mBig Room!");
        assertThat(book(Map.of("general", A)).entries())
                .containsExactly(
                        new RoomBook.Entry(A, "general", "General Chat"),
                        new RoomBook.Entry(B, "the-31mbig-room", "The [31mBig Room!"));
    }

    @Test
    void tellsRoomsOfOneNameApart() {
        name(A, "Talk");
        name(B, "talk");
        assertThat(book(Map.of()).entries()).extracting(RoomBook.Entry::handle).containsExactly("talk", "talk-2");
    }

    @Test
    void noStrangersRoomTakesTheKeyOfAGuildRoom() {
        name(A, "general");
        name(B, "General Chat");
        assertThat(book(Map.of("general", B)).find("general").map(RoomBook.Entry::id))
                .isEqualTo(Optional.of(B));
    }

    @Test
    void namesARoomWithoutANameAfterThePeopleInIt() {
        rooms.join(A);
        rooms.member(A, Events.SELF, "join");
        rooms.member(A, Events.ALICE, "invite");
        assertThat(book(Map.of()).entries()).extracting(RoomBook.Entry::handle).containsExactly("alice");
    }

    @Test
    void leavesSpacesOut() {
        name(A, "Guild");
        rooms.put(A, "m.room.create", Json.object().put("type", "m.space"));
        assertThat(book(Map.of()).entries()).isEmpty();
    }

    @Test
    void findsByTheBeginningWhereOnlyOneBeginsSo() {
        name(A, "Commands");
        name(B, "Community");
        RoomBook book = book(Map.of());
        assertThat(book.find("comma")).map(RoomBook.Entry::id).contains(A);
        assertThat(book.find("comm")).isEmpty();
        assertThat(book.find(B.value())).map(RoomBook.Entry::id).contains(B);
    }
}
