package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Everything;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.whole.Corpus;
import tools.jackson.databind.node.ObjectNode;

/** The hostile events of the corpus before a bot that can do everything, in the midst of an evening. */
class CorpusTest {
    private static final UserId EVE = UserId.parse("@eve:example.org");

    @TempDir
    Path folder;

    private final HeardLog log = new HeardLog(Level.WARN);
    private BotBed bed;
    private int events;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-23T18:00:00Z"), new Everything());
        bed.rooms.put(
                ROOM,
                "m.room.power_levels",
                Json.parseObject("{\"users\": {\"@alice:example.org\": 50, \"@eve:example.org\": 50}}"));
        for (UserId user : List.of(BOT, ALICE, BOB)) {
            bed.rooms.member(Everything.SPACE, user, "join");
        }
    }

    @AfterEach
    void close() {
        log.close();
        bed.close();
    }

    private Optional<ObjectNode> event(Corpus.Piece piece) {
        events++;
        try {
            return Optional.of(Json.parseObject(piece.with("$ID", "$odd" + events)
                    .with("$NOW", Long.toString(bed.clock.millis()))
                    .with("$OURS", "unknown")
                    .text()));
        } catch (MalformedJson noEvent) {
            return Optional.empty(); // no sync answer holds it
        }
    }

    @Test
    void everyFeatureSurvivesEveryEvent() {
        for (String line : List.of("!poll --for 2h Shall we?", "!trivia 20", "!remind here 2h tea", "!wordle")) {
            bed.clock.advance(Duration.ofMinutes(1));
            bed.says(ALICE, ROOM, line);
        }
        bed.arrive();
        int heard = 0;
        for (Corpus.Piece piece : Corpus.of("room")) {
            for (RoomId room : List.of(ROOM, chat(ALICE), Everything.SPACE)) {
                Optional<ObjectNode> event = event(piece);
                event.ifPresent(odd -> bed.hears(room, odd));
                event.ifPresent(again -> bed.hears(room, again));
                heard += event.isPresent() ? 1 : 0;
            }
        }
        bed.restart();
        bed.after(Duration.ofDays(1));
        assertThat(heard).isGreaterThan(3 * 60);
        assertThat(log.errors()).isEmpty();
        bed.news();
        assertThat(bed.says(BOB, ROOM, "!ping")).singleElement().asString().startsWith("Pong!");
    }

    /** With its command line in place of the words. Who can be answered is. */
    @Test
    void everyCommandStandsInEveryOddMessage() {
        List<Corpus.Piece> messages = Corpus.of("room").stream()
                .filter(piece -> piece.name().startsWith("room/message-"))
                .toList();
        for (String name : names()) {
            for (Corpus.Piece piece : messages) {
                bed.clock.advance(Duration.ofMinutes(3));
                event(piece).ifPresent(event -> {
                    if (event.get("content") instanceof ObjectNode content) {
                        content.put("body", "!" + name + " 1 2");
                    }
                    asked(name + " in " + piece, event);
                });
            }
        }
        assertThat(log.errors()).isEmpty();
    }

    private List<String> names() {
        Everything all = new Everything();
        return Stream.concat(
                        Stream.of("help"),
                        Stream.concat(
                                        all.commands(bed).stream(),
                                        all.features(bed).stream().flatMap(feature -> feature.commands().stream()))
                                .map(Command::name))
                .toList();
    }

    private void asked(String what, ObjectNode event) {
        int before = bed.sender.sent().size();
        boolean command = bed.read(ROOM, event)
                .filter(read -> read instanceof Incoming.Message message
                        && message.msgtype().equals("m.text")
                        && message.meta().sender().equals(EVE)
                        && !message.meta().late())
                .isPresent();
        bed.hears(ROOM, event);
        if (command) {
            Await.until(() -> bed.sender.bodies().stream().skip(before).anyMatch(body -> !body.isBlank()));
        }
        assertThat(bed.sender.bodies().stream().skip(before))
                .as(what)
                .noneMatch(body -> body.contains("Something broke"));
    }
}
