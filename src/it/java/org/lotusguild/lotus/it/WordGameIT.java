package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.game.wordle.Calendar;
import org.lotusguild.lotus.bot.game.wordle.WordLists;

/** The daily word game with an independent client, in its direct chat and out of it. */
@ExtendWith(SharedBed.class)
@Timeout(120)
final class WordGameIT {
    @Test
    void theWordOfTheDayIsPlayedInTheDirectChat(Trial trial) {
        Person ada = trial.person("ada");
        String chat = ada.openDirect(trial.bot());
        ada.awaitJoin(chat, trial.bot());
        ada.text(chat, "!wordle");
        Seen board = ada.seen(chat, Wanted.beginning("Lotus Word ").from(trial.bot()));
        assertThat(board.body())
                .matches("Lotus Word \\d+ · 0/6\n\n q  w  e  r  t  y  u  i  o  p\n a  s  d  f  g  h  j  k  l\n z  x  c  v  b  n"
                        + "  m\n\\[x] right place · \\(x\\) elsewhere · · not in the word");
        assertThat(answer(trial, ada, chat, "!wordle hard on").body()).isEqualTo("Hard mode is on.");
        assertThat(answer(trial, ada, chat, "qzxjk").body()).isEqualTo("\"qzxjk\" is not in the word list.");
        assertThat(answer(trial, ada, chat, "!wordle cat").body()).isEqualTo("A guess has five letters a–z.");
        ada.text(chat, "tares"); // may be guessed, and is no day's answer
        String square = "[🟩🟨⬛]";
        Seen guess = ada.seen(chat, Wanted.beginning(board.body().split(" · ", 2)[0] + " · 1/6 · hard").from(trial.bot()));
        assertThat(guess.body()).matches("(?s)Lotus Word \\d+ · 1/6 · hard\n(" + square + "){5} T A R E S\n\n.+");
        assertThat(answer(trial, ada, chat, "!w TARES").body()).isEqualTo("You already tried TARES.");
        assertThat(answer(trial, ada, chat, "!wordle hard off").body())
                .isEqualTo("Hard mode can be changed before the first guess only.");
        assertThat(answer(trial, ada, chat, "!wordle share").body()).isEqualTo("Finish today's word first.");
        assertThat(answer(trial, ada, chat, "!wordle colors high").body()).isEqualTo("Colors have high contrast now.");
        assertThat(answer(trial, ada, chat, "!wordle hard maybe").body())
                .isEqualTo("wordle: \"maybe\" is none of on, off.\nUsage: !wordle [guess] · more: !help wordle");
    }

    @Test
    void theWordIsSolvedSharedAndCounted(Trial trial) {
        Person ada = trial.person("ada");
        String chat = ada.openDirect(trial.bot());
        ada.awaitJoin(chat, trial.bot());
        ada.text(chat, "!wordle");
        String board = ada.seen(chat, Wanted.beginning("Lotus Word ").from(trial.bot())).body();
        String number = board.substring("Lotus Word ".length(), board.indexOf(" · "));
        String word = theWord(Long.parseLong(number));
        ada.text(chat, word);
        assertThat(ada.seen(chat, Wanted.beginning("Lotus Word " + number + " · solved").from(trial.bot())).body())
                .matches("Lotus Word " + number + " · solved in 1/6\n🟩🟩🟩🟩🟩 " + word.toUpperCase(Locale.ROOT).replaceAll("(?<=.)(?=.)", " ")
                        + "\nStreak 1\\. Next word in .+\\. !wordle share posts your result\\.");
        String room = trial.roomWithBot(ada, RoomWish.clear());
        ada.text(room, "!wordle share");
        assertThat(ada.seen(room, Wanted.beginning(name(ada) + " · Lotus Word").from(trial.bot())).body())
                .isEqualTo(name(ada) + " · Lotus Word " + number + " 1/6\n🟩🟩🟩🟩🟩");
        assertThat(answer(trial, ada, room, "!wordle share").body()).isEqualTo("You already shared today's result there.");
        assertThat(answer(trial, ada, room, "!wordle stats").body())
                .isEqualTo(name(ada) + " · Lotus Word\nPlayed 1 · won 100 % · streak 1 · best 1\n1 ██████████ 1\n2 0\n3 0\n4 0\n5 0\n6 0");
    }

    private static String theWord(long number) {
        DataFiles files = DataFiles.shipped();
        WordLists lists = new WordLists(files.lines("wordle-answers.txt"), files.lines("wordle-valid.txt"));
        return new Calendar(() -> lists, Trial.WORDLE_SALT, LocalDate.of(2026, 1, 1), ZoneOffset.UTC).word(number);
    }

    private static String name(Person person) {
        return person.user().substring(1, person.user().indexOf(':'));
    }

    private static Seen answer(Trial trial, Person asks, String room, String said) {
        return asks.seen(room, Wanted.answer(asks.text(room, said), "").from(trial.bot()));
    }
}
