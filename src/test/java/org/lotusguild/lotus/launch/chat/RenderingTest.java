package org.lotusguild.lotus.launch.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.FakeRooms;

class RenderingTest {
    private static final EventId ONE = EventId.parse("$1");

    private final FakeRooms rooms = new FakeRooms();
    private final Rendering rendering = new Rendering(rooms, Events.SELF, ZoneOffset.ofHours(1));

    private String shown(Incoming event) {
        return rendering.line(event).map(line -> line.laidOut(0).toString()).orElse("");
    }

    @Test
    void showsTimeSenderAndText() {
        assertThat(shown(Events.message("$1", Events.ALICE, "hello"))).isEqualTo("13:03 alice: hello");
    }

    @Test
    void showsAnEventOnce() {
        shown(Events.message("$1", Events.ALICE, "hello"));
        assertThat(shown(Events.message("$1", Events.ALICE, "hello"))).isEmpty();
    }

    @Test
    void nobodyPassesForSomebodyElse() {
        rooms.named(Events.ALICE, "admin");
        assertThat(shown(Events.message("$1", Events.ALICE, "hi"))).isEqualTo("13:03 admin (@alice): hi");
        UserId far = UserId.parse("@guest:evil.example");
        assertThat(shown(Events.message("$2", far, "hi"))).isEqualTo("13:03 guest (@guest:evil.example): hi");
    }

    @Test
    void saysToWhatAnAnswerAnswers() {
        shown(Events.message("$1", Events.SELF, "what\nis it?"));
        Incoming answer = Events.message(
                Events.answering(Events.meta("$2", Events.ALICE), "$1"),
                "> <@guest:example.org> what\n> is it?\n\nthis");
        assertThat(shown(answer)).isEqualTo("13:03 alice (to guest “what is it?”): this");
        Incoming late = Events.message(Events.answering(Events.meta("$3", Events.ALICE), "$0"), "that");
        assertThat(shown(late)).isEqualTo("13:03 alice (to an older message): that");
    }

    @Test
    void showsCorrectionsReactionsAndRemovalsPlainly() {
        shown(Events.message("$1", Events.ALICE, "helo"));
        assertThat(shown(new Incoming.Edit(
                        Events.meta("$2", Events.ALICE), ONE, Json.object().put("body", "hello"))))
                .isEqualTo("13:03 alice corrected “helo”: hello");
        assertThat(shown(new Incoming.Reaction(Events.meta("$3", Events.SELF), ONE, "👍\u001b[2J")))
                .isEqualTo("13:03 guest reacted with 👍[2J to “helo” of alice");
        assertThat(shown(new Incoming.Redaction(Events.meta("$4", Events.SELF), ONE)))
                .isEqualTo("13:03 guest removed “helo” of alice");
    }

    @Test
    void showsWhatIsNoText() {
        assertThat(shown(new Incoming.Message(
                        Events.meta("$1", Events.ALICE),
                        "m.emote",
                        "waves",
                        Optional.empty(),
                        Set.of(),
                        Json.object())))
                .isEqualTo("13:03 * alice waves");
        assertThat(shown(new Incoming.Message(
                        Events.meta("$2", Events.ALICE),
                        "m.image",
                        "a.png",
                        Optional.empty(),
                        Set.of(),
                        Json.object())))
                .isEqualTo("13:03 alice sent a picture: a.png");
    }

    @Test
    void warnsOfDevicesThatNobodyVouchesForAndOfClearText() {
        assertThat(shown(Events.message(Events.meta(Events.GENERAL, "$1", Events.ALICE, Trust.UNSIGNED), "hi")))
                .isEqualTo("13:03 alice [unverified device]: hi");
        assertThat(shown(Events.message(Events.meta(Events.GENERAL, "$2", Events.ALICE, Trust.CLEAR), "hi")))
                .isEqualTo("13:03 alice: hi");
        rooms.encrypt(Events.GENERAL, Json.object());
        assertThat(shown(Events.message(Events.meta(Events.GENERAL, "$3", Events.ALICE, Trust.CLEAR), "hi")))
                .isEqualTo("13:03 alice [not encrypted]: hi");
    }

    @Test
    void saysWhatCannotBeReadAndWhenItCan() {
        Incoming sealed =
                new Incoming.Undecryptable(Events.meta("$1", Events.ALICE), Decrypted.Reason.WITHHELD_UNVERIFIED);
        assertThat(shown(sealed))
                .isEqualTo("13:03 alice: [cannot be read here: its sender gives keys to verified devices only]");
        assertThat(shown(sealed)).isEmpty();
        assertThat(shown(Events.message("$1", Events.ALICE, "hello")))
                .isEqualTo("13:03 alice (can be read now): hello");
    }

    @ParameterizedTest
    @EnumSource(Decrypted.Reason.class)
    void hasAReasonForEach(Decrypted.Reason reason) {
        assertThat(Reasons.of(reason)).hasSizeGreaterThan(10);
    }

    @Test
    void putsARowOfUnreadableOnesIntoOneLine() {
        Incoming.Undecryptable one =
                new Incoming.Undecryptable(Events.meta("$1", Events.ALICE), Decrypted.Reason.UNKNOWN_SESSION);
        Incoming.Undecryptable two =
                new Incoming.Undecryptable(Events.meta("$2", Events.ALICE), Decrypted.Reason.UNKNOWN_SESSION);
        assertThat(rendering.unreadable(List.of(one, two)).laidOut(0).toString())
                .startsWith("13:03–13:03 [2 messages cannot be read here: this device has not got its key");
    }

    @Test
    void tellsWhoComesAndGoesButNotWhoChangesTheirName() {
        assertThat(shown(new Incoming.Membership(
                        Events.meta("$1", Events.ALICE),
                        Events.ALICE,
                        Incoming.Member.JOIN,
                        Optional.empty(),
                        Json.object())))
                .isEqualTo("13:03 alice joined");
        assertThat(shown(new Incoming.Membership(
                        Events.meta("$2", Events.ALICE),
                        Events.ALICE,
                        Incoming.Member.JOIN,
                        Optional.of(Incoming.Member.JOIN),
                        Json.object())))
                .isEmpty();
        assertThat(shown(new Incoming.Membership(
                        Events.meta("$3", Events.ALICE),
                        Events.SELF,
                        Incoming.Member.LEAVE,
                        Optional.empty(),
                        Json.object())))
                .isEqualTo("13:03 alice removed guest from the room");
    }
}
