package org.lotusguild.lotus.bot.wordle;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code bot.wordle}.
 *
 * @param title what the game is called
 * @param zone in which a day begins
 * @param firstDay the day with number 1
 * @param salt which the order of the words depends on; absent: drawn at the first start and kept in the database
 * @param shareRoom where results go that are shared from a direct chat: a key of {@code guild.rooms}
 */
public record WordleConfig(
        @Default("Lotus Word") String title,
        @Default("UTC") ZoneId zone,
        @Default("2026-01-01") LocalDate firstDay,
        Optional<Secret> salt,
        @Default("commands") String shareRoom) {}
