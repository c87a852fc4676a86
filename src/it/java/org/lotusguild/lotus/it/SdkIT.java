package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.example.Echo;
import org.lotusguild.lotus.matrix.AttachedFile;
import org.lotusguild.lotus.matrix.Attachments;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.PowerLevel;
import org.lotusguild.lotus.matrix.RoomFile;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.matrix.sync.Pace;
import tools.jackson.databind.node.ObjectNode;

/** The SDK as a library, without bot and guild. */
final class SdkIT extends SdkBed {
    private static final String VOTE = "org.matrix.msc3381.poll.response";

    @Test
    void theExampleAnswersInAnEncryptedRoom(@TempDir Path ofExample) throws Exception {
        String echo = oracle.register(synapse.homeserver(), "echo");
        String user = synapse.homeserver().userId(echo);
        Thread running = Thread.ofPlatform().start(() -> {
            try {
                Echo.main(new String[] {synapse.homeserver().base(), user, Oracle.PASSWORD, ofExample.toString()});
            } catch (Exception stopped) {
                // by the interrupt below
            }
        });
        try {
            Person alice = person("alice");
            String room = alice.createRoom(RoomWish.encrypted().inviting(user));
            alice.awaitJoin(room, user);
            String said = alice.text(room, "Is anybody there?");
            Seen answer = alice.seen(room, Wanted.answer(said, "Is anybody there?").from(user));
            assertThat(answer.encrypted()).isTrue();
            assertThat(answer.colour()).isZero();
        } finally {
            running.interrupt();
            running.join(LIMIT);
        }
    }

    @Test
    void row20ServiceUsersPostWithADeviceOfTheirOwnAndReadWhatWasWrittenMeanwhile() throws Exception {
        Person alice = person("alice");
        RoomId room = RoomId.parse(alice.createRoom(RoomWish.encrypted().version("12").inviting(hook("reads"), hook("posts"))));
        List<String> written = new ArrayList<>();
        try (MatrixAccount reads = service("reads", Pace.LISTENING);
                MatrixAccount posts = service("posts", Pace.WRITING)) {
            posts.rooms().join(room, List.of());
            alice.awaitJoin(room.value(), hook("reads"));
            alice.awaitJoin(room.value(), hook("posts"));
            Seen seen = alice.seen(room.value(), Wanted.event(say(posts, room, "first").value()));
            assertThat(seen.encrypted()).isTrue();
            assertThat(seen.colour()).isZero();
            assertThat(seen.device()).isEqualTo(posts.device().value());
            assertThat(seen.signedByOwner()).isTrue();
            hears(message("first"));
        }
        for (int n = 0; n < 3; n++) {
            alice.discardSession(room.value());
            alice.text(room.value(), "meanwhile " + n);
            written.add("meanwhile " + n);
        }
        try (MatrixAccount reads = service("reads", Pace.LISTENING);
                MatrixAccount posts = service("posts", Pace.WRITING)) {
            written.forEach(text -> hears(message(text)));
            assertThat(alice.seen(room.value(), Wanted.event(say(posts, room, "second").value())).colour()).isZero();
            hears(message("second"));
            assertThat(reads.health().why()).isEmpty();
            assertThat(posts.health().why()).isEmpty();
        }
    }

    @Test
    void row22FilesGoBothWaysAndAFlippedBitIsRefused(@TempDir Path files) throws Exception {
        Person alice = person("alice");
        try (MatrixAccount account = service("files", Pace.LISTENING)) {
            RoomId room = room(alice, account);
            byte[] picture = bytes(3 << 20);
            byte[] small = bytes(1000);
            RoomFile file = RoomFile.of(Files.write(files.resolve("p"), picture), "p.png", "image/png")
                    .size(30, 20)
                    .thumbnail(RoomFile.of(Files.write(files.resolve("s"), small), "s.png", "image/png"));
            ObjectNode content = account.attachments().upload(room, file);
            Seen seen = alice.seen(room.value(), Wanted.event(send(account, room, "m.room.message", content).value()));
            assertThat(seen.colour()).isZero();
            assertThat(alice.readFile(Json.objectAt(seen.content(), "file"))).isEqualTo(picture);
            assertThat(alice.readFile(Json.objectAt(seen.content(), "info", "thumbnail_file"))).isEqualTo(small);
            Seen edit = alice.seen(room.value(), Wanted.event(send(
                    account, room, "m.room.message", Relations.edit(content, EventId.parse(seen.id()))).value()));
            assertThat(alice.readFile(Json.objectAt(edit.content(), "m.new_content", "file"))).isEqualTo(picture);

            byte[] theirs = bytes(2 << 20);
            String sent = alice.sendFile(room.value(), "t.bin", theirs);
            Incoming.Message message = (Incoming.Message) hears(event -> event.meta().id().value().equals(sent));
            AttachedFile attached = AttachedFile.of(message.content()).orElseThrow();
            Path target = files.resolve("t");
            assertThat(account.attachments().fetch(attached, target))
                    .isEqualTo(new Attachments.Fetched.Whole("application/octet-stream"));
            assertThat(target).hasBinaryContent(theirs);

            flipABit(attached);
            assertThat(account.attachments().fetch(attached, target)).isEqualTo(new Attachments.Fetched.Changed());
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void relationsGoBothWaysInAnEncryptedRoom() throws Exception {
        Person alice = person("alice");
        try (MatrixAccount account = service("relates", Pace.LISTENING)) {
            RoomId room = room(alice, account);
            EventId ours = say(account, room, "ours");
            alice.seen(room.value(), Wanted.event(ours.value()));
            EventId theirs = EventId.parse(alice.text(room.value(), "theirs"));
            alice.send(room.value(), "m.reaction", Relations.reaction(ours, "👍"));
            alice.send(room.value(), Relations.edit(text("theirs, changed"), theirs));
            alice.send(room.value(), Relations.threadReply(text("in a thread"), ours, ours));
            EventId poll = EventId.parse(alice.send(room.value(), "org.matrix.msc3381.poll.start", poll()));
            alice.send(room.value(), VOTE, vote(poll));
            alice.redact(room.value(), theirs.value());

            hears(event -> event instanceof Incoming.Reaction(_, EventId target, String key) && target.equals(ours) && key.equals("👍"));
            hears(event -> event instanceof Incoming.Edit(var meta, EventId target, ObjectNode content)
                    && meta.encrypted() && target.equals(theirs) && content.path("body").asString().equals("theirs, changed"));
            hears(message("in a thread").and(event -> event.meta().thread().equals(Optional.of(ours))));
            hears(event -> event instanceof Incoming.PollVote(var meta, EventId target, List<String> answers)
                    && meta.encrypted() && target.equals(poll) && answers.equals(List.of("yes")));
            hears(event -> event instanceof Incoming.Redaction(_, EventId target) && target.equals(theirs));

            seen(alice, room, send(account, room, "m.reaction", Relations.reaction(poll, "✅")), "m.reaction");
            Seen edit = seen(alice, room, send(account, room, "m.room.message", Relations.edit(text("changed"), ours)), "m.room.message");
            assertThat(edit.encrypted()).isTrue();
            assertThat(onTheWire(alice, room, edit, "rel_type")).isEqualTo("m.replace");
            Seen vote = seen(alice, room, send(account, room, VOTE, vote(poll)), VOTE);
            assertThat(vote.encrypted()).isTrue();
            assertThat(onTheWire(alice, room, vote, "event_id")).isEqualTo(poll.value());
            EventId gone = say(account, room, "not for long");
            seen(alice, room, send(account, room, "m.room.redaction", Relations.redaction(gone)), "m.room.redaction");
        }
    }

    @Test
    void roomsOfVersionElevenAndTwelveWorkSideBySide() throws Exception {
        Person alice = person("alice");
        Person bob = person("bob");
        try (MatrixAccount account = service("versions", Pace.LISTENING)) {
            for (String version : List.of("11", "12")) {
                ObjectNode wish = Json.parseObject("""
                        {"preset": "private_chat", "initial_state": [{"type": "m.room.encryption", "state_key": "",
                         "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]}
                        """);
                wish.put("room_version", version).putArray("invite").add(alice.user()).add(bob.user());
                RoomId room = account.rooms().create(wish);
                alice.join(room.value());
                bob.join(room.value());
                assertThat(bob.seen(room.value(), Wanted.event(say(account, room, "welcome " + version).value())).colour()).isZero();
                assertThat(account.rooms().powerLevels(room).of(account.user()))
                        .isEqualTo(version.equals("12") ? new PowerLevel.Creator() : new PowerLevel.Level(100));
                assertThat(account.rooms().powerLevels(room).mayKick(account.user(), UserId.parse(bob.user()))).isTrue();
                account.rooms().kick(room, UserId.parse(bob.user()), Optional.of("a test"));
                hears(event -> event instanceof Incoming.Membership membership
                        && membership.user().value().equals(bob.user())
                        && membership.meta().room().equals(room)
                        && membership.now() == Incoming.Member.LEAVE);
                assertThat(alice.seen(room.value(), Wanted.event(say(account, room, "goodbye " + version).value())).colour()).isZero();
            }
        }
    }

    @Test
    void anUpgradedRoomIsFollowed() throws Exception {
        Person alice = person("alice");
        try (MatrixAccount account = service("moves", Pace.LISTENING)) {
            String old = alice.createRoom(RoomWish.encrypted().version("11").open().inviting(account.user().value()));
            alice.awaitJoin(old, account.user().value());
            String next = alice.api(
                            "POST",
                            "/_matrix/client/v3/rooms/" + encoded(old) + "/upgrade",
                            Json.object().put("new_version", "12"))
                    .path("body").path("replacement_room").asString();
            alice.awaitJoin(next, account.user().value());
            alice.text(next, "are you here too?");
            hears(message("are you here too?").and(event -> event.meta().room().value().equals(next)));
            Seen answer = alice.seen(next, Wanted.event(say(account, RoomId.parse(next), "yes").value()));
            assertThat(answer.encrypted()).isTrue();
            assertThat(answer.colour()).isZero();
        }
    }

    private static Seen seen(Person reader, RoomId room, EventId event, String type) {
        return reader.seen(room.value(), Wanted.event(event.value()).type(type));
    }

    private static String onTheWire(Person reader, RoomId room, Seen event, String ofRelation) {
        String path = "/_matrix/client/v3/rooms/" + encoded(room.value()) + "/event/" + encoded(event.id());
        return reader.api("GET", path).path("body").path("content").path("m.relates_to").path(ofRelation).asString("");
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static ObjectNode text(String body) {
        return MessageContent.text(Doc.plain(body));
    }

    private static ObjectNode poll() {
        return Json.parseObject("""
                {"org.matrix.msc3381.poll.start": {"question": {"org.matrix.msc1767.text": "Well?"}, "max_selections": 1,
                 "answers": [{"id": "yes", "org.matrix.msc1767.text": "Yes"}]}}
                """);
    }

    private static ObjectNode vote(EventId poll) {
        ObjectNode vote = Json.parseObject("{\"org.matrix.msc3381.poll.response\": {\"answers\": [\"yes\"]}}");
        vote.putObject("m.relates_to").put("rel_type", "m.reference").put("event_id", poll.value());
        return vote;
    }

    private static byte[] bytes(int count) {
        byte[] all = new byte[count];
        new Random(count).nextBytes(all);
        return all;
    }

    /** On the homeserver's disk. */
    private void flipABit(AttachedFile file) throws IOException {
        String id = file.uri().mediaId();
        Path stored = synapseHome.resolve("media/local_content").resolve(id.substring(0, 2)).resolve(id.substring(2, 4)).resolve(id.substring(4));
        byte[] content = Files.readAllBytes(stored);
        content[content.length / 2] ^= 1;
        Files.write(stored, content);
    }
}
