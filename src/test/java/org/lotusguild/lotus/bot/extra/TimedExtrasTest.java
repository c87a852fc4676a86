package org.lotusguild.lotus.bot.extra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.event.Incoming;

/** What comes at its time: reminders, scheduled posts, birthdays. */
class TimedExtrasTest extends OnExtrasBed {
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

    /** Who may not speak there any more is not spoken for, whoever joined. */
    @Test
    void remindsOfNothingWhoWasPutOutOfTheRoom() {
        alice("!remind here 2h tea time");
        EventId said = bed.message("⏰").id();
        bed.arrive();
        bed.reacts(BOB, said, "👍");
        said(BOB, "!remind here 2h cake");
        alice("!remind me 2h alone");
        bed.moves(ALICE, ROOM, Incoming.Member.BAN);
        bed.restart();
        assertThat(bed.after(Duration.ofHours(2))).containsExactlyInAnyOrder("⏰ Bob: cake", "⏰ Alice: alone");
        bed.moves(ALICE, ROOM, Incoming.Member.JOIN);
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMANDS",
                "!commands",
                "#commands:example.org",
                "https://matrix.to/#/%23commands:example.org",
                "https://matrix.to/#/!commands?via=example.org",
                "[Commands](https://matrix.to/#/#commands:example.org)"
            })
    void schedulesForARoomHoweverItIsWritten(String room) {
        bed.rooms.called(RoomAlias.parse("#commands:example.org"), COMMANDS);
        assertThat(said(CEM, "!schedule 2026-11-22 19:00 " + room + " Raid!")).isEqualTo("🗓️ 22 Nov 2026 19:00 UTC.");
        assertThat(bed.after(Duration.ofHours(1))).containsExactly("Raid!");
        assertThat(bed.last().room()).isEqualTo(COMMANDS);
    }

    @Test
    void schedulesForTheRoomOfAPill() {
        String html = "!schedule 2026-11-22 19:00 <a href=\"https://matrix.to/#/!commands\">Commands!</a> Raid!";
        assertThat(bed.says(CEM, ROOM, "!schedule 2026-11-22 19:00 Commands! Raid!", html))
                .containsExactly("🗓️ 22 Nov 2026 19:00 UTC.");
        bed.after(Duration.ofHours(1));
        assertThat(bed.last().room()).isEqualTo(COMMANDS);
    }

    @Test
    void schedulesNothingWhereNeitherOfUsMaySpeak() {
        assertThat(said(CEM, "!schedule 2026-11-22 19:00 !elsewhere Raid"))
                .isEqualTo("schedule: I am not in \"!elsewhere\".");
        assertThat(said(CEM, "!schedule 2026-11-22 19:00 #nowhere:example.org Raid"))
                .isEqualTo("schedule: no room \"#nowhere:example.org\" in the guild.");
        bed.rooms.member(COMMANDS, CEM, "ban");
        assertThat(said(CEM, "!schedule 2026-11-22 19:00 commands Raid"))
                .isEqualTo("schedule: you are no moderator of commands.");
    }

    @Test
    void postsNothingOfWhoIsNoModeratorAnyMore() {
        said(CEM, "!schedule 0 19 * * * commands Raid!");
        said(CEM, "!schedule 0 19 * * * here Talk!");
        assertThat(bed.after(Duration.ofHours(1))).containsExactlyInAnyOrder("Raid!", "Talk!");
        bed.rooms.put(COMMANDS, "m.room.power_levels", Json.object());
        assertThat(bed.after(Duration.ofDays(1))).containsExactly("Talk!");
        bed.moves(CEM, ROOM, Incoming.Member.BAN);
        assertThat(bed.after(Duration.ofDays(2))).isEmpty();
    }

    /** Who was away for a moment finds what comes again as it was; what comes once is told to be gone. */
    @Test
    void leavesOutOnlyWhatIsDueWhileItsAuthorIsNoModerator() {
        said(CEM, "!schedule 0 19 * * * here Talk!");
        said(CEM, "!schedule 2026-11-22 19:00 here Once!");
        bed.moves(CEM, ROOM, Incoming.Member.LEAVE);
        assertThat(bed.after(Duration.ofHours(1)))
                .containsExactly("schedule: your post of 22 Nov 2026 19:00 UTC was dropped: you are no moderator of its"
                        + " room any more.");
        assertThat(bed.last().room()).isEqualTo(chat(CEM));
        bed.moves(CEM, ROOM, Incoming.Member.JOIN);
        assertThat(bed.after(Duration.ofDays(1))).containsExactly("Talk!");
    }

    @Test
    void moderatorsCancelWhatOthersScheduledInTheirRoom() {
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("""
                        {"users": {"@cem:example.org": 50, "@bob:example.org": 50}}"""));
        said(CEM, "!schedule 0 19 * * * here Raid!");
        said(CEM, "!schedule 0 19 * * * commands Elsewhere!");
        assertThat(said(BOB, "!schedule list")).isEqualTo("You have nothing scheduled.");
        assertThat(said(BOB, "!schedule list commands")).isEqualTo("schedule: you are no moderator of commands.");
        assertThat(said(BOB, "!schedule cancel 1 commands")).isEqualTo("schedule: you are no moderator of commands.");
        assertThat(said(BOB, "!schedule LIST general")).isEqualTo("1. 22 Nov 2026 19:00 UTC (0 19 * * *) · Cem: Raid!");
        assertThat(said(BOB, "!schedule cancel 2 here")).isEqualTo("schedule: no 2. !schedule list here shows all.");
        said(BOB, "!schedule cancel 1 here");
        assertThat(said(BOB, "!schedule list here")).isEqualTo("Nothing is scheduled there.");
        assertThat(bed.after(Duration.ofHours(1))).containsExactly("Elsewhere!");
    }

    @Test
    void moderatorsCancelWhatOthersWantToBeRemindedOfInTheirRoom() {
        alice("!remind here 2h tea");
        alice("!remind me 2h alone");
        bed.news();
        assertThat(said(BOB, "!remind list here"))
                .isEqualTo("remind: only moderators look at what others asked for here.");
        assertThat(said(BOB, "!remind cancel 1 here")).startsWith("remind: only moderators");
        assertThat(said(CEM, "!remind list here")).isEqualTo("1. 22 Nov 2026 20:00 UTC · Alice: tea");
        assertThat(said(CEM, "!remind cancel 2 here"))
                .isEqualTo("remind: no reminder \"2 here\". !remind list here shows all.");
        said(CEM, "!remind cancel 1 here");
        assertThat(said(CEM, "!remind list here")).isEqualTo("There are no reminders here.");
        assertThat(bed.after(Duration.ofHours(2))).containsExactly("⏰ Alice: alone");
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
    void remindsWithinAYear() {
        String why = "remind: the time must be 1 minute to 1 year from now.";
        assertThat(alice("!remind me 59s tea")).startsWith(why);
        assertThat(alice("!remind me 367d tea")).startsWith(why);
        assertThat(alice("!remind me 2027-12-01 tea")).startsWith(why);
        assertThat(alice("!remind me 2026-11-21 tea")).startsWith(why);
        assertThat(alice("!remind me 1m tea")).isEqualTo("⏰ 22 Nov 2026 18:01 UTC.");
        assertThat(alice("!remind me 365d tea")).isEqualTo("⏰ 22 Nov 2027 18:00 UTC.");
    }

    /** Three o'clock in the night there, and six hours until the morning. */
    @Test
    void keepsTheTimesOfTheZoneOfTheFile() {
        zone = ZoneId.of("Asia/Tokyo");
        bed.restart();
        assertThat(alice("!birthday 23 11")).startsWith("🎂 23 Nov.");
        assertThat(alice("!remind me 05:00 tea")).isEqualTo("⏰ 23 Nov 2026 05:00 JST.");
        assertThat(said(CEM, "!schedule 30 5 * * * here Good morning")).isEqualTo("🗓️ First 23 Nov 2026 05:30 JST.");
        assertThat(bed.after(Duration.ofHours(2))).containsExactly("⏰ Alice: tea");
        assertThat(bed.after(Duration.ofMinutes(30))).containsExactly("Good morning");
        assertThat(bed.after(Duration.ofMinutes(209))).isEmpty();
        assertThat(bed.after(Duration.ofMinutes(1))).containsExactly("🎂 Happy birthday, Alice!");
    }

    /** The row that others could read holds no year. */
    @Test
    void keepsNoYear() {
        assertThat(alice("!birthday 24.12.1999")).startsWith("birthday: cannot read \"24.12.1999\" as a day.");
        assertThat(alice("!birthday 24.12.")).isEqualTo("🎂 24 Dec. No year is kept; !birthday off forgets the day.");
    }

    @Test
    void postsWhatWasMissedOnceIfItIsNotAnHourLate() {
        said(CEM, "!schedule 0 * * * * here on the hour");
        bed.clock.advance(Duration.ofMinutes(5 * 60 + 59));
        bed.restart();
        assertThat(bed.after(Duration.ZERO)).as("five hours late").isEmpty();
        assertThat(bed.after(Duration.ofMinutes(1))).containsExactly("on the hour");
        bed.clock.advance(Duration.ofMinutes(119));
        bed.restart();
        assertThat(bed.after(Duration.ZERO)).as("59 minutes late").containsExactly("on the hour");
        assertThat(bed.after(Duration.ZERO)).isEmpty();
        assertThat(bed.after(Duration.ofMinutes(1))).containsExactly("on the hour");
    }
}
