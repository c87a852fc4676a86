package org.lotusguild.lotus.bot.poll;

import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.Standing;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;

/** A bot with polls. */
abstract class OnPollBed {
    static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    static final String ONE = "1\ufe0f\u20e3";
    static final String TWO = "2\ufe0f\u20e3";
    static final String THREE = "3\ufe0f\u20e3";
    static final String USAGE = "\nUsage: !poll [--for <time>] [--native] <question> [option …] · more: !help poll";

    @TempDir
    Path folder;

    BotBed bed;
    PollConfig.NativeType type = PollConfig.NativeType.UNSTABLE;
    Map<String, RoomId> guild = Map.of();
    boolean signedForRoles;

    @BeforeEach
    final void open() {
        bed = new BotBed(folder, START, this::features);
    }

    @AfterEach
    final void close() {
        bed.close();
    }

    private List<Feature> features(BotBed bed) {
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        Standing standing = new Standing(guild, bed.rooms, signedForRoles);
        return List.of(
                ballots,
                new PollFeature(standing::moderator, bed.db(), ballots, new PollConfig(type), ZoneId.of("UTC")));
    }

    final EventId asks(String line) {
        int before = bed.sender.sent().size();
        bed.says(ALICE, ROOM, line);
        RecordingSender.Sent poll = bed.sender.sent().get(before);
        bed.arrive();
        bed.news();
        bed.clock.advance(Duration.ofSeconds(31));
        return poll.id();
    }
}
