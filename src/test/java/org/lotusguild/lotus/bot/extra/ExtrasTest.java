package org.lotusguild.lotus.bot.extra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;

class ExtrasTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final RoomId BOARD = RoomId.parse("!board");
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final ExtrasConfig ALL = new ExtrasConfig(
            List.of(ExtrasConfig.Name.values()),
            Optional.of(new ExtrasConfig.Quotes(List.of("general"))),
            Optional.of(new ExtrasConfig.Birthdays("general")),
            Optional.of(new ExtrasConfig.Starboard("board", List.of("general"), 2)));

    @TempDir
    Path folder;

    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, START, bed -> features(bed, ALL));
        for (RoomId room : List.of(ROOM, COMMANDS)) {
            bed.rooms.put(room, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 50}}"));
        }
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static List<Feature> features(BotBed bed, ExtrasConfig config) {
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        Extras extras = new Extras(
                config,
                new Extras.Parts(
                        bed.rooms,
                        bed.chats(),
                        bed.db(),
                        ballots,
                        bed.ignored(),
                        Map.of("general", ROOM, "commands", COMMANDS, "board", BOARD),
                        ZoneId.of("UTC"),
                        new Random(3),
                        "Lotus Word",
                        Set.of("help", "roll")));
        List<Feature> features = new ArrayList<>(List.of(ballots));
        features.add(new Feature() {
            @Override
            public String kind() {
                return "plain";
            }

            @Override
            public List<Command> commands() {
                return extras.commands();
            }
        });
        features.addAll(extras.features());
        return features;
    }

    private String alice(String line) {
        return said(ALICE, line);
    }

    private String said(UserId user, String line) {
        List<String> answers = bed.says(user, ROOM, line);
        return answers.isEmpty() ? "" : answers.getLast();
    }

    @Test
    void areOffUntilTheFileNamesThem() {
        ExtrasConfig none = new ExtrasConfig(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(features(bed, none))
                .hasSize(2)
                .allSatisfy(f -> assertThat(f.commands()).isEmpty());
        assertThat(alice("!help")).isEqualTo("""
                        Lotus commands, prefix !
                        Basics: help
                        Fun: choose
                        Games: leaderboard
                        Guild: tag, remind, quote, birthday
                        !help <command> tells more.""");
        assertThat(said(CEM, "!help")).contains("roles, schedule");
    }

    @Test
    void refuseARoomThatTheGuildHasNot() {
        ExtrasConfig wrong = new ExtrasConfig(
                List.of(), Optional.empty(), Optional.of(new ExtrasConfig.Birthdays("nowhere")), Optional.empty());
        assertThatThrownBy(() -> features(bed, wrong))
                .hasMessageStartingWith("bot.extras.birthdays.room: no room \"nowhere\" in guild.rooms; it has ");
    }

    @Test
    void chooses() {
        assertThat(alice("!choose a | a")).isEqualTo("🤔 a");
        assertThat(alice("!choose a"))
                .isEqualTo("choose: give at least two, with | between.\nUsage: !choose <a | b …> · more: !help choose");
    }

    @Test
    void remindsInTheRoomWhoAskedAndWhoJoined() {
        assertThat(alice("!remind here 2h tea time"))
                .isEqualTo("⏰ 22 Nov 2026 20:00 UTC. React with 👍 to be reminded as well.");
        EventId said = bed.message("⏰").id();
        bed.arrive();
        bed.reacts(BOB, said, "👍");
        bed.goDeaf();
        bed.reacts(CEM, said, "👍");
        bed.reacts(ALICE, said, "👍");
        bed.clock.advance(Duration.ofHours(5));
        bed.restart();
        bed.news();
        assertThat(bed.after(Duration.ZERO)).containsExactly("⏰ Alice, Bob, Cem: tea time");
        assertThat(bed.last().content().at("/m.mentions/user_ids")).hasSize(3);
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void remindsInTheThreadThatItWasAskedForIn() {
        bed.saysInThread(ALICE, EventId.parse("$root"), "!remind here 2h tea");
        bed.arrive();
        bed.after(Duration.ofHours(2));
        assertThat(bed.last().content().path("body").asString()).isEqualTo("⏰ Alice: tea");
        assertThat(bed.last().content().at("/m.relates_to/event_id").asString()).isEqualTo("$root");
    }

    @Test
    void remindsAloneInTheDirectChat() {
        assertThat(alice("!remind me 2026-12-24 18:00 presents")).isEqualTo("⏰ 24 Dec 2026 18:00 UTC.");
        assertThat(alice("!remind me 09:00 wake up")).isEqualTo("⏰ 23 Nov 2026 09:00 UTC.");
        assertThat(alice("!remind list"))
                .isEqualTo("1. 23 Nov 2026 09:00 UTC · wake up\n2. 24 Dec 2026 18:00 UTC · presents");
        assertThat(alice("!remind cancel 3")).isEqualTo("remind: no reminder \"3\". !remind list shows yours.");
        alice("!remind cancel 2");
        assertThat(alice("!remind list")).doesNotContain("presents");
        assertThat(bed.after(Duration.ofHours(15))).containsExactly("⏰ Alice: wake up");
        assertThat(bed.last().room()).isEqualTo(chat(ALICE));
        assertThat(bed.after(Duration.ofDays(60))).isEmpty();
        assertThat(alice("!remind list")).isEqualTo("You have no reminders.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!remind me soon tea | remind: cannot read \"soon\" as a time.",
                "!remind me 30s tea | remind: the time must be 1 minute to 1 year from now.",
                "!remind me 2026-02-31 tea | remind: cannot read \"2026-02-31\" as a time.",
                "!remind me 2026-12-24 25:00 tea | remind: cannot read \"2026-12-24\" as a time.",
                "!remind me 2h | remind: of what?",
                "!remind you 2h tea | remind: \"you\" is none of me, here, list, cancel.",
            })
    void tellsWhatIsWrongWithAReminder(String line, String why) {
        assertThat(alice(line)).isEqualTo(why + "\nUsage: !remind me|here <time> <text> · more: !help remind");
    }

    @Test
    void remindsOfTwentyThingsAtMost() {
        for (int i = 0; i < 20; i++) {
            alice("!remind me 2h tea " + i);
        }
        assertThat(alice("!remind me 2h tea")).startsWith("remind: you have 20 reminders already.");
    }

    @Test
    void keepsQuotesOfRoomsThatConsentUntilTheMessageGoes() {
        EventId said = bed.wrote(BOB, "I never lose at chess.");
        assertThat(bed.says(ALICE, ROOM, "!quote", Optional.of(said))).containsExactly("📌 Quote 1 is kept.");
        assertThat(bed.says(ALICE, ROOM, "!quote", Optional.of(said))).containsExactly("quote: that is kept already.");
        bed.restart();
        String shown = "> I never lose at chess.\n— Bob · 1";
        assertThat(alice("!quote")).isEqualTo(shown);
        assertThat(alice("!quote 1")).isEqualTo(shown);
        assertThat(alice("!quote @bob:example.org")).isEqualTo(shown);
        assertThat(alice("!quote @cem:example.org")).isEqualTo("quote: there is none.");
        assertThat(bed.says(ALICE, COMMANDS, "!quote")).isEmpty();
        bed.redacts(BOT, said);
        assertThat(alice("!quote 1")).isEqualTo("quote: there is none.");
        assertThat(bed.says(ALICE, ROOM, "!quote", Optional.of(EventId.parse("$unknown"))))
                .containsExactly("quote: that is no text that I can read.");
    }

    @Test
    void showsWhoIsFirst() {
        assertThat(alice("!leaderboard")).isEqualTo("Nobody has a point yet.");
        bed.db().run(tx -> {
            tx.sql("insert into bot_trivia_score (room, player, points, answered) values ('!a', :p, 3, 4)")
                    .bind("p", ALICE)
                    .update();
            tx.sql("insert into bot_trivia_score (room, player, points, answered) values ('!b', :p, 3, 4)")
                    .bind("p", BOB)
                    .update();
            tx.sql("insert into bot_wordle_game (player, day, guesses, solved) values (:p, 1, 3, 1)")
                    .bind("p", CEM)
                    .update();
        });
        assertThat(alice("!leaderboard"))
                .isEqualTo("🏆 Trivia, points\n1. Alice 3\n1. Bob 3\n🏆 Lotus Word, days solved\n1. Cem 1");
        assertThat(alice("!leaderboard wordle")).isEqualTo("🏆 Lotus Word, days solved\n1. Cem 1");
    }

    @Test
    void letsModeratorsWriteTagsDown() {
        assertThat(alice("!tag set rules Be kind.")).isEqualTo("tag: only moderators set and delete.");
        said(CEM, "!tag set rules Be  kind.");
        bed.restart();
        assertThat(alice("!tag rules")).isEqualTo("Be  kind.");
        assertThat(alice("!tag list")).isEqualTo("Tags: rules.");
        assertThat(bed.says(ALICE, COMMANDS, "!tag rules")).containsExactly("tag: none is called \"rules\" here.");
        assertThat(said(CEM, "!tag set roll x")).isEqualTo("tag: \"roll\" is a command already.");
        assertThat(said(CEM, "!tag set list x")).isEqualTo("tag: \"list\" is a command already.");
        assertThat(said(CEM, "!tag set rules")).startsWith("tag: write set <name> <text>");
        said(CEM, "!tag delete rules");
        assertThat(alice("!tag rules")).isEqualTo("tag: none is called \"rules\" here.");
    }

    @Test
    void invitesWhoReacts() {
        assertThat(alice("!roles post commands")).isEmpty();
        assertThat(said(CEM, "!roles post nowhere")).isEqualTo("roles: no room \"nowhere\" in the guild.");
        bed.rooms.put(BOARD, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        assertThat(said(CEM, "!roles post board")).isEqualTo("roles: you are no moderator of board.");
        assertThat(said(CEM, "!roles post general commands"))
                .isEqualTo("🚪 Rooms\n🔴 general\n🟠 commands\nReact to be invited.");
        EventId post = bed.message("🚪").id();
        bed.arrive();
        bed.restart();
        UserId dora = UserId.parse("@dora:example.org");
        EventId reaction = bed.reacts(dora, post, "🟠");
        bed.after(TICK);
        assertThat(bed.rooms.invitedMembers(COMMANDS)).containsExactly(dora);
        assertThat(bed.rooms.invitedMembers(ROOM)).isEmpty();
        bed.redacts(dora, reaction);
        bed.after(TICK);
        assertThat(bed.rooms.invitedMembers(COMMANDS)).containsExactly(dora);
    }

    @Test
    void postsAtItsTimeAgainAndAgain() {
        assertThat(alice("!schedule 0 19 * * * here Raid!")).isEmpty();
        assertThat(said(CEM, "!schedule 0 19 * * * commands Raid  tonight!"))
                .isEqualTo("🗓️ First 22 Nov 2026 19:00 UTC.");
        assertThat(said(CEM, "!schedule 2026-11-24 18:00 here Tuesday")).isEqualTo("🗓️ 24 Nov 2026 18:00 UTC.");
        assertThat(bed.after(Duration.ofHours(1))).containsExactly("Raid  tonight!");
        assertThat(bed.last().room()).isEqualTo(COMMANDS);
        assertThat(said(CEM, "!schedule list"))
                .isEqualTo(
                        "1. 23 Nov 2026 19:00 UTC (0 19 * * *) · Raid  tonight!\n2. 24 Nov 2026 18:00 UTC · Tuesday");
        bed.clock.advance(Duration.ofHours(25));
        bed.restart();
        assertThat(bed.after(Duration.ZERO)).isEmpty();
        bed.clock.advance(Duration.ofHours(22));
        bed.clock.advance(Duration.ofMinutes(30));
        bed.restart();
        assertThat(bed.after(Duration.ZERO)).containsExactly("Tuesday");
        assertThat(bed.after(Duration.ofMinutes(30))).containsExactly("Raid  tonight!");
        said(CEM, "!schedule cancel 1");
        assertThat(said(CEM, "!schedule list")).isEqualTo("You have nothing scheduled.");
        assertThat(bed.after(Duration.ofDays(2))).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithASchedule() {
        String usage = "\nUsage: !schedule <cron|date> <room|here> <text> · more: !help schedule";
        assertThat(said(CEM, "!schedule 99 19 * * * here Raid"))
                .isEqualTo("schedule: cannot read when, where and what." + usage);
        assertThat(said(CEM, "!schedule 0 19 * * * nowhere Raid"))
                .isEqualTo("schedule: no room \"nowhere\" in the guild.");
        assertThat(said(CEM, "!schedule 2026-11-20 18:00 here Raid")).isEqualTo("schedule: that time is over.");
        assertThat(said(CEM, "!schedule \"0 19 * * 5\" general Raid")).isEqualTo("🗓️ First 27 Nov 2026 19:00 UTC.");
    }

    @Test
    void congratulatesInTheMorning() {
        assertThat(alice("!birthday 23 11")).startsWith("🎂 23 Nov.");
        said(BOB, "!birthday 29 February");
        said(CEM, "!birthday 1.1.");
        assertThat(alice("!birthday next")).isEqualTo("🎂 Next: Alice 23 Nov, Cem 1 Jan, Bob 29 Feb");
        assertThat(alice("!birthday 31 Feb")).startsWith("birthday: cannot read \"31 Feb\" as a day.");
        bed.restart();
        assertThat(bed.after(Duration.ofHours(15))).containsExactly("🎂 Happy birthday, Alice!");
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
        alice("!birthday off");
        assertThat(alice("!birthday next")).isEqualTo("🎂 Next: Cem 1 Jan, Bob 29 Feb");
        bed.clock.advance(Duration.ofDays(95));
        assertThat(bed.after(Duration.ZERO)).isEmpty();
        assertThat(bed.after(Duration.ofDays(1))).containsExactly("🎂 Happy birthday, Bob!");
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void showsMessagesWithManyStars() {
        EventId said = bed.wrote(BOB, "I never lose at chess.");
        bed.reacts(BOB, said, "⭐");
        bed.reacts(BOT, said, "⭐");
        bed.reacts(ALICE, said, "⭐");
        assertThat(bed.after(TICK)).isEmpty();
        bed.reacts(CEM, said, "⭐\ufe0f");
        String link = "https://matrix.to/#/%21room/" + said.value().replace("$", "%24");
        assertThat(bed.after(TICK))
                .containsExactly("⭐ 2 · Bob\n> I never lose at chess.\nto the message (" + link + ")");
        assertThat(bed.last().room()).isEqualTo(BOARD);
        bed.arrive();
        bed.reacts(UserId.parse("@dora:example.org"), said, "⭐");
        assertThat(bed.after(TICK)).isEmpty();
        bed.redacts(CEM, said);
        assertThat(bed.news()).containsExactly("* ⭐ The message was removed.");
    }
}
