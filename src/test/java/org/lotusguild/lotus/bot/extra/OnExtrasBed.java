package org.lotusguild.lotus.bot.extra;

import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;

/** A bot with everything that the file may switch on besides. */
abstract class OnExtrasBed {
    static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    static final RoomId BOARD = RoomId.parse("!board");
    static final Duration TICK = Duration.ofSeconds(1);
    static final ExtrasConfig ALL = new ExtrasConfig(
            List.of(ExtrasConfig.Name.values()),
            Optional.of(new ExtrasConfig.Quotes(List.of("general"))),
            Optional.of(new ExtrasConfig.Birthdays("general")),
            Optional.of(new ExtrasConfig.Starboard("board", List.of("general"), 2)));

    @TempDir
    Path folder;

    BotBed bed;
    ZoneId zone = ZoneId.of("UTC");

    @BeforeEach
    final void open() {
        bed = new BotBed(folder, START, bed -> features(bed, ALL));
        for (RoomId room : List.of(ROOM, COMMANDS)) {
            bed.rooms.put(room, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 50}}"));
            bed.rooms.member(room, CEM, "join");
        }
    }

    @AfterEach
    final void close() {
        bed.close();
    }

    final List<Feature> features(BotBed bed, ExtrasConfig config) {
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        Map<String, RoomId> rooms = Map.of("general", ROOM, "commands", COMMANDS, "board", BOARD);
        return Stream.concat(Stream.of(ballots), extras(bed, ballots, config, rooms, zone).stream())
                .toList();
    }

    /** All that the file switches on, in rooms by their keys. */
    static List<Feature> extras(
            BotBed bed, Ballots ballots, ExtrasConfig config, Map<String, RoomId> rooms, ZoneId zone) {
        Extras extras = new Extras(
                config,
                new Extras.Parts(
                        bed.rooms,
                        bed.chats(),
                        bed.db(),
                        ballots,
                        bed.ignored(),
                        rooms,
                        zone,
                        new Random(3),
                        "Lotus Word",
                        Set.of("help", "roll")));
        List<Feature> features = new ArrayList<>(List.of(plain(extras.commands())));
        features.addAll(extras.features());
        return features;
    }

    private static Feature plain(List<Command> commands) {
        return new Feature() {
            @Override
            public String kind() {
                return "plain";
            }

            @Override
            public List<Command> commands() {
                return commands;
            }
        };
    }

    final String alice(String line) {
        return said(ALICE, line);
    }

    final String said(UserId user, String line) {
        List<String> answers = bed.says(user, ROOM, line);
        return answers.isEmpty() ? "" : answers.getLast();
    }
}
