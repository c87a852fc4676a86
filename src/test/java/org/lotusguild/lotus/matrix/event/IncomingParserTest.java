package org.lotusguild.lotus.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class IncomingParserTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final RoomId ROOM = RoomId.parse("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM");
    private static final EventId TARGET = EventId.parse("$target");

    private final IncomingParser parser = new IncomingParser(InstantSource.fixed(NOW), Duration.ofMinutes(2));

    @Test
    void readsAMessageWithMentionsAndReply() {
        Incoming.Message message = (Incoming.Message) clear("m.room.message", """
                {"msgtype":"m.text","body":"> <@b:example.org> hi\\n\\n!ping","format":"org.matrix.custom.html",
                 "formatted_body":"<b>!ping</b>","m.mentions":{"user_ids":["@lotus:example.org",7,"nobody"]},
                 "m.relates_to":{"m.in_reply_to":{"event_id":"$target"}}}""");

        assertThat(message.body()).isEqualTo("> <@b:example.org> hi\n\n!ping");
        assertThat(message.formattedBody()).contains("<b>!ping</b>");
        assertThat(message.mentions()).isEqualTo(Set.of(UserId.parse("@lotus:example.org")));
        assertThat(message.meta().replyTo()).contains(TARGET);
        assertThat(message.meta().thread()).isEmpty();
        assertThat(message.meta().trust()).isEqualTo(Trust.CLEAR);
        assertThat(message.meta().encrypted()).isFalse();
        assertThat(message.meta().sender()).isEqualTo(UserId.parse("@alice:example.org"));
    }

    @Test
    void neverPutsWordsIntoAnothersMouth() {
        ObjectNode content = Json.object().put("msgtype", "m.text").put("body", "!stop");
        assertThat(opened(new Decrypted.Clear("m.room.message", content, Trust.MISMATCHED_SENDER)))
                .isInstanceOfSatisfying(
                        Incoming.Undecryptable.class,
                        lost -> assertThat(lost.reason()).isEqualTo(Decrypted.Reason.WRONG_SENDER));
    }

    @Test
    void aThreadsFallbackIsNoReply() {
        String relation = """
                {"msgtype":"m.text","body":"x","m.relates_to":{"rel_type":"m.thread","event_id":"$root",
                 "is_falling_back":%s,"m.in_reply_to":{"event_id":"$target"}}}""";

        EventMeta fallback = clear("m.room.message", relation.formatted("true")).meta();
        EventMeta real = clear("m.room.message", relation.formatted("false")).meta();

        assertThat(fallback.thread()).contains(EventId.parse("$root"));
        assertThat(fallback.replyTo()).isEmpty();
        assertThat(real.replyTo()).contains(TARGET);
    }

    @Test
    void readsAnEdit() {
        Incoming.Edit edit = (Incoming.Edit) clear("m.room.message", """
                {"msgtype":"m.text","body":"* y","m.new_content":{"body":"y"},
                 "m.relates_to":{"rel_type":"m.replace","event_id":"$target"}}""");

        assertThat(edit.target()).isEqualTo(TARGET);
        assertThat(Json.string(edit.newContent(), "body")).contains("y");
    }

    @Test
    void readsReactionsClearAndEncrypted() {
        ObjectNode content = Json.parseObject("""
                {"m.relates_to":{"rel_type":"m.annotation","event_id":"$target","key":"✅"}}""");

        Incoming.Reaction clear = (Incoming.Reaction) clear("m.reaction", content.toString());
        Incoming.Reaction encrypted =
                (Incoming.Reaction) opened(new Decrypted.Clear("m.reaction", content, Trust.CROSS_SIGNED));

        assertThat(clear.key()).isEqualTo("✅");
        assertThat(encrypted.target()).isEqualTo(TARGET);
        assertThat(encrypted.meta().trust()).isEqualTo(Trust.CROSS_SIGNED);
        assertThat(encrypted.meta().encrypted()).isTrue();
    }

    @Test
    void readsVotesUnderBothNames() {
        Incoming.PollVote stable = (Incoming.PollVote) clear("m.poll.response", """
                {"m.selections":["a"],"m.relates_to":{"rel_type":"m.reference","event_id":"$target"}}""");
        Incoming.PollVote unstable = (Incoming.PollVote) clear("org.matrix.msc3381.poll.response", """
                {"org.matrix.msc3381.poll.response":{"answers":["b",1]},
                 "m.relates_to":{"rel_type":"m.reference","event_id":"$target"}}""");

        assertThat(stable.answers()).containsExactly("a");
        assertThat(unstable.answers()).containsExactly("b");
        assertThat(unstable.poll()).isEqualTo(TARGET);
    }

    @Test
    void readsRedactionsOfOldAndNewRooms() {
        ObjectNode old = event("m.room.redaction", "{\"reason\":\"spam\"}").put("redacts", "$target");

        assertThat(parser.clear(ROOM, old, NOW))
                .get()
                .isEqualTo(clear("m.room.redaction", "{\"redacts\":\"$target\"}"));
    }

    @Test
    void readsMembershipWithWhatWasBefore() {
        ObjectNode event = event("m.room.member", "{\"membership\":\"join\"}").put("state_key", "@bob:example.org");
        event.putObject("unsigned").putObject("prev_content").put("membership", "invite");

        Incoming.Membership member =
                (Incoming.Membership) parser.clear(ROOM, event, NOW).orElseThrow();

        assertThat(member.user()).isEqualTo(UserId.parse("@bob:example.org"));
        assertThat(member.now()).isEqualTo(Incoming.Member.JOIN);
        assertThat(member.before()).contains(Incoming.Member.INVITE);
    }

    @Test
    void readsOtherStateAndUnknownEvents() {
        ObjectNode state = event("m.room.topic", "{\"topic\":\"x\"}").put("state_key", "");

        assertThat(parser.clear(ROOM, state, NOW)).get().isInstanceOf(Incoming.StateChange.class);
        assertThat(clear("org.example.thing", "{}")).isInstanceOf(Incoming.Unknown.class);
    }

    @Test
    void aRedactionInsideOfEncryptionRedactsNothing() {
        ObjectNode content = Json.object().put("redacts", "$target");

        assertThat(opened(new Decrypted.Clear("m.room.redaction", content, Trust.VERIFIED)))
                .isInstanceOf(Incoming.Unknown.class);
        assertThat(opened(new Decrypted.Clear("m.room.member", content, Trust.VERIFIED)))
                .isInstanceOf(Incoming.Unknown.class);
    }

    @Test
    void tellsWhyAnEventCannotBeReadAndWhatItAnswers() {
        ObjectNode event = event("m.room.encrypted", """
                {"algorithm":"m.megolm.v1.aes-sha2","m.relates_to":{"m.in_reply_to":{"event_id":"$target"}}}""");

        Incoming.Undecryptable waiting = (Incoming.Undecryptable)
                parser.decrypted(ROOM, event, new Decrypted.Waiting(Decrypted.Reason.UNKNOWN_SESSION), NOW)
                        .orElseThrow();

        assertThat(waiting.reason()).isEqualTo(Decrypted.Reason.UNKNOWN_SESSION);
        assertThat(waiting.meta().replyTo()).contains(TARGET);
    }

    @Test
    void trustsTheHomeserversAgeAndAddsTheWait() {
        ObjectNode event = event("m.room.message", "{\"msgtype\":\"m.text\",\"body\":\"x\"}");
        event.put("origin_server_ts", 5);
        event.putObject("unsigned").put("age", 60_000);

        EventMeta fresh = parser.clear(ROOM, event, NOW).orElseThrow().meta();
        EventMeta waited =
                parser.clear(ROOM, event, NOW.minusSeconds(61)).orElseThrow().meta();

        assertThat(fresh.age()).isEqualTo(Duration.ofMinutes(1));
        assertThat(fresh.late()).isFalse();
        assertThat(waited.age()).isEqualTo(Duration.ofSeconds(121));
        assertThat(waited.late()).isTrue();
    }

    @Test
    void withoutAnAgeTheStampCountsAndTheFutureIsNow() {
        ObjectNode past = event("m.room.message", "{\"msgtype\":\"m.text\",\"body\":\"x\"}")
                .put("origin_server_ts", NOW.minusSeconds(180).toEpochMilli());
        ObjectNode future = event("m.room.message", "{\"msgtype\":\"m.text\",\"body\":\"x\"}")
                .put("origin_server_ts", NOW.plusSeconds(180).toEpochMilli());

        assertThat(parser.clear(ROOM, past, NOW).orElseThrow().meta().late()).isTrue();
        assertThat(parser.clear(ROOM, future, NOW).orElseThrow().meta().age()).isEqualTo(Duration.ZERO);
    }

    @Test
    void anEventThatWaitedForItsKeyIsAsOldAsItsStamp() {
        ObjectNode event = event("m.room.encrypted", "{}")
                .put("origin_server_ts", NOW.minusSeconds(300).toEpochMilli());
        event.putObject("unsigned").put("age", 10);
        ObjectNode content = Json.object().put("msgtype", "m.text").put("body", "!ping");

        Incoming read = parser.released(ROOM, event, new Decrypted.Clear("m.room.message", content, Trust.CROSS_SIGNED))
                .orElseThrow();

        assertThat(read.meta().late()).isTrue();
    }

    @Test
    void skipsWhatIsMalformedOrRedacted() {
        for (String content : List.of("{}", "{\"msgtype\":\"m.text\"}", "{\"msgtype\":1,\"body\":\"x\"}")) {
            assertThat(parser.clear(ROOM, event("m.room.message", content), NOW))
                    .isEmpty();
        }
        assertThat(parser.clear(ROOM, event("m.reaction", "{\"m.relates_to\":{\"key\":\"x\"}}"), NOW))
                .isEmpty();
        assertThat(parser.clear(ROOM, event("m.room.message", "{}").put("sender", "alice"), NOW))
                .isEmpty();
        assertThat(parser.clear(ROOM, Json.object(), NOW)).isEmpty();
    }

    @Test
    void neverThrowsWhateverIsDamaged() {
        List<ObjectNode> corpus = corpus();
        qt().forAll(integers().all(), integers().between(0, corpus.size() - 1)).checkAssert((seed, index) -> {
            ObjectNode damaged = corpus.get(index).deepCopy();
            damage(damaged, new Random(seed));

            Optional<Incoming> clear = parser.clear(ROOM, damaged, NOW);
            ObjectNode content = Json.objectAt(damaged, "content");
            String type = Json.string(damaged, "type").orElse("");
            Optional<Incoming> opened =
                    parser.decrypted(ROOM, damaged, new Decrypted.Clear(type, content, Trust.UNSIGNED), NOW);

            assertThat(clear.map(event -> event.meta().age()).orElse(Duration.ZERO))
                    .matches(age -> !age.isNegative());
            assertThat(opened.map(event -> event.meta().age()).orElse(Duration.ZERO))
                    .matches(age -> !age.isNegative());
        });
    }

    private List<ObjectNode> corpus() {
        String relation = "\"m.relates_to\":{\"rel_type\":\"%s\",\"event_id\":\"$target\",\"key\":\"x\"}";
        ObjectNode member = event("m.room.member", "{\"membership\":\"ban\"}").put("state_key", "@b:example.org");
        member.putObject("unsigned").put("age", 3).putObject("prev_content").put("membership", "join");
        return List.of(
                event(
                        "m.room.message",
                        "{\"msgtype\":\"m.text\",\"body\":\"x\"," + relation.formatted("m.thread") + "}"),
                event(
                        "m.room.message",
                        "{\"msgtype\":\"m.text\",\"body\":\"x\",\"m.new_content\":{}," + relation.formatted("m.replace")
                                + "}"),
                event("m.reaction", "{" + relation.formatted("m.annotation") + "}"),
                event("m.poll.response", "{\"m.selections\":[\"a\"]," + relation.formatted("m.reference") + "}"),
                event("m.room.redaction", "{\"redacts\":\"$target\"}"),
                member);
    }

    /** Replaces or removes some nodes of the tree. */
    private static void damage(ObjectNode tree, Random random) {
        for (String name : List.copyOf(tree.propertyNames())) {
            JsonNode child = tree.get(name);
            if (random.nextInt(4) == 0) {
                tree.set(name, BROKEN.get(random.nextInt(BROKEN.size())));
            } else if (child instanceof ObjectNode inner) {
                damage(inner, random);
            }
        }
    }

    private static final List<JsonNode> BROKEN = List.of(
            Json.parse("null"),
            Json.parse("[]"),
            Json.parse("{}"),
            Json.parse("\"\""),
            Json.parse("\"$\\u0000\""),
            Json.parse("9223372036854775807"),
            Json.parse("-9223372036854775808"),
            Json.parse("1e400"),
            Json.parse("1.5"),
            Json.parse("123456789012345678901234567890"),
            Json.parse("true"),
            Json.parse("[[[{}]]]"));

    private Incoming clear(String type, String content) {
        return parser.clear(ROOM, event(type, content), NOW).orElseThrow();
    }

    private Incoming opened(Decrypted result) {
        return parser.decrypted(ROOM, event("m.room.encrypted", "{}"), result, NOW)
                .orElseThrow();
    }

    private static ObjectNode event(String type, String content) {
        ObjectNode event = Json.object();
        event.put("type", type)
                .put("event_id", "$event/+x")
                .put("sender", "@alice:example.org")
                .put("origin_server_ts", NOW.toEpochMilli());
        event.set("content", Json.parseObject(content));
        return event;
    }
}
