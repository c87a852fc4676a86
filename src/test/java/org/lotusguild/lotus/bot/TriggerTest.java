package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;

class TriggerTest {
    private static final UserId BOT = UserId.parse("@lotus:example.org");

    @Test
    void readsNameAndRest() {
        assertThat(read("!Roll  2d6 + 3 ")).contains(new Trigger("roll", "2d6 + 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "! roll", "!?", "hello !roll", "!roll,", "!", "ping", "! "})
    void takesChatForChat(String body) {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void readsBeingAddressedOnlyWithAMention() {
        assertThat(read("Lotus: ping", Set.of(BOT), Optional.empty())).contains(new Trigger("ping", ""));
        assertThat(read("@lotus:example.org, roll 2d6", Set.of(BOT), Optional.empty()))
                .contains(new Trigger("roll", "2d6"));
        assertThat(read("Lotus: ping", Set.of(), Optional.empty())).isEmpty();
        assertThat(read("Lotuses ping", Set.of(BOT), Optional.empty())).isEmpty();
    }

    @Test
    void aNameHasThirtyTwoSignsAtMost() {
        assertThat(read("!" + "a".repeat(32) + " x")).contains(new Trigger("a".repeat(32), "x"));
        assertThat(read("!" + "a".repeat(33) + " x")).isEmpty();
        assertThat(read("!8ball_x-Y\nwill it?")).contains(new Trigger("8ball_x-y", "will it?"));
        assertThat(read("!-ball")).isEmpty();
    }

    @Test
    void theSignBehindTheBotsNameIsAColonACommaOrABlank() {
        for (String body : new String[] {"Lotus: roll d6", "lotus, roll d6", "LOTUS roll d6", "@Lotus: roll d6"}) {
            assertThat(read(body, Set.of(BOT), Optional.empty())).as(body).contains(new Trigger("roll", "d6"));
        }
        for (String body : new String[] {"Lotus; roll d6", "Lotus", "Hey Lotus: roll", "Lotus: !roll d6"}) {
            assertThat(read(body, Set.of(BOT), Optional.empty())).as(body).isEmpty();
        }
    }

    @Test
    void cutsTheFallbackOfAReply() {
        EventId target = EventId.parse("$target");
        assertThat(read("> <@a:example.org> !roll\n> more\n\n!ping", Set.of(), Optional.of(target)))
                .contains(new Trigger("ping", ""));
        assertThat(read("> !roll", Set.of(), Optional.of(target))).isEmpty();
        assertThat(read("> !roll\n\n!ping", Set.of(), Optional.empty())).isEmpty();
    }

    private static Optional<Trigger> read(String body) {
        return read(body, Set.of(), Optional.empty());
    }

    private static Optional<Trigger> read(String body, Set<UserId> mentions, Optional<EventId> replyTo) {
        EventMeta meta = new EventMeta(
                RoomId.parse("!room"),
                EventId.parse("$event"),
                UserId.parse("@alice:example.org"),
                Instant.EPOCH,
                Duration.ZERO,
                false,
                true,
                Trust.CROSS_SIGNED,
                replyTo,
                Optional.empty());
        return Trigger.of(
                new Incoming.Message(meta, "m.text", body, Optional.empty(), mentions, Json.object()),
                BOT,
                "Lotus",
                "!");
    }
}
