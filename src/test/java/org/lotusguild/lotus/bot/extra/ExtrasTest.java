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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.MatrixException;

/** What the file switches on besides. */
class ExtrasTest extends OnExtrasBed {
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

    /** Its id is enough to point at it from anywhere. */
    @Test
    void invitesNobodyWhoReactsElsewhere() {
        said(CEM, "!roles post commands");
        EventId post = bed.message("🚪").id();
        bed.arrive();
        bed.reacts(BOB, chat(BOB), post, "🔴");
        bed.after(TICK);
        assertThat(bed.rooms.invites()).isEmpty();
        bed.reacts(BOB, ROOM, post, "🔴");
        bed.after(TICK);
        assertThat(bed.rooms.invites()).containsExactly(COMMANDS + " " + BOB);
    }

    /** The message has arrived, and nobody has looked yet. */
    @Test
    void invitesWhoReactsAtOnce() {
        said(CEM, "!roles post commands");
        bed.sender.deliver();
        bed.reacts(BOB, bed.message("🚪").id(), "🔴");
        bed.after(TICK);
        assertThat(bed.rooms.invites()).containsExactly(COMMANDS + " " + BOB);
    }

    /** Told to wait twice, the third time taken; a refusal is final. */
    @Test
    void invitesAgainWhereTheHomeserverCouldNotDoItNow() {
        said(CEM, "!roles post commands");
        EventId post = bed.message("🚪").id();
        bed.arrive();
        List<MatrixException> failures = new ArrayList<>(List.of(
                new MatrixException(429, "M_LIMIT_EXCEEDED", "slow down", Optional.empty()),
                new MatrixException(502, "M_UNKNOWN", "bad gateway", Optional.empty())));
        bed.rooms.beforeInvites(() -> {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
        });
        bed.reacts(BOB, post, "🔴");
        bed.after(TICK);
        bed.after(Duration.ofMinutes(1));
        assertThat(bed.rooms.invites()).isEmpty();
        bed.after(Duration.ofMinutes(1));
        assertThat(bed.rooms.invites()).containsExactly(COMMANDS + " " + BOB);
        failures.add(new MatrixException(403, "M_FORBIDDEN", "banned", Optional.empty()));
        bed.reacts(ALICE, post, "🔴");
        bed.after(TICK);
        bed.after(Duration.ofMinutes(10));
        assertThat(bed.rooms.invites()).hasSize(1);
    }

    @Test
    void keepsTwoHundredTagsOfARoom() {
        IntStream.range(0, 200).forEach(i -> said(CEM, "!tag set t" + i + " x"));
        assertThat(said(CEM, "!tag set more x")).isEqualTo("tag: there are 200 already.");
        bed.news();
        assertThat(said(CEM, "!tag set t7 y")).isEmpty();
        assertThat(alice("!tag t7")).isEqualTo("y");
        for (String name : List.of("remind", "quote", "birthday", "choose", "help")) {
            assertThat(said(CEM, "!tag set " + name + " x"))
                    .isEqualTo("tag: \"%s\" is a command already.".formatted(name));
        }
    }

    @Test
    void showsNoStarsOfRoomsThatDoNotConsent() {
        EventId said = bed.wrote(BOB, COMMANDS, "I never lose at chess.");
        for (UserId user : List.of(ALICE, CEM, UserId.parse("@dora:example.org"))) {
            bed.reacts(user, COMMANDS, said, "⭐");
        }
        assertThat(bed.after(TICK)).isEmpty();
    }

    /** Before that was kept; it works anywhere. */
    @Test
    void invitesFromAMessageThatWasOnItsWayWithoutItsRoom() {
        said(CEM, "!roles post commands");
        bed.db().run(tx -> tx.sql("update bot_role_post set posted_in = null").update());
        EventId post = bed.message("🚪").id();
        bed.arrive();
        bed.reacts(BOB, post, "🔴");
        bed.after(TICK);
        assertThat(bed.rooms.invites()).containsExactly(COMMANDS + " " + BOB);
    }
}
