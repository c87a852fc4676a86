package org.lotusguild.lotus.bot.wordle;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Lazy;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.game.wordle.Calendar;
import org.lotusguild.lotus.bot.game.wordle.WordLists;

/** Puts the daily word game together. */
public final class Wordle {
    private static final int SALT_BYTES = 16;

    private Wordle() {}

    /**
     * @param random draws the salt of this installation, once
     * @param shareRoom where results go that are shared from a direct chat
     */
    public static Feature feature(
            WordleConfig config,
            DataFiles data,
            WordleFeature.Surroundings around,
            RandomGenerator random,
            Optional<RoomId> shareRoom) {
        Supplier<WordLists> lists =
                new Lazy<>(() -> new WordLists(data.lines("wordle-answers.txt"), data.lines("wordle-valid.txt")));
        WordleStore store = new WordleStore();
        String salt = config.salt()
                .map(Secret::value)
                .orElseGet(() -> around.db().inTransaction(tx -> store.salt(tx, () -> drawn(random))));
        Calendar calendar = new Calendar(lists, salt, config.firstDay(), config.zone());
        return new WordleFeature(
                around, shareRoom, new WordlePlay(config.title(), around.prefix(), calendar, lists, store));
    }

    private static String drawn(RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }
}
