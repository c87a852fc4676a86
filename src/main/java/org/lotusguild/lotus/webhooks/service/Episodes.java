package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Locale;

/** Episodes as people write them. */
final class Episodes {
    private static final long MOST = 99_999;

    private Episodes() {}

    /**
     * {@code Harbour Lights S02E04 “Slack Water”}; several of one season {@code S02E04–E08} when none is missing, else
     * {@code S02 (5 episodes)}.
     */
    static String of(String series, List<Facts> episodes) {
        List<Facts> known = episodes.stream()
                .filter(episode -> numbered(episode, "seasonNumber") && numbered(episode, "episodeNumber"))
                .toList();
        if (known.isEmpty()) {
            return series;
        }
        if (known.size() == 1) {
            Facts one = known.getFirst();
            String title = one.text("title");
            String place = series + " " + place(one.count("seasonNumber"), one.count("episodeNumber"));
            return title.isEmpty() ? place : place + " “" + title + "”";
        }
        return series + range(known);
    }

    static String season(long number) {
        return String.format(Locale.ROOT, "S%02d", number);
    }

    static String place(long season, long episode) {
        return season(season) + String.format(Locale.ROOT, "E%02d", episode);
    }

    private static boolean numbered(Facts episode, String name) {
        return episode.number(name)
                .filter(number -> number.signum() >= 0)
                .filter(number -> episode.count(name) <= MOST)
                .isPresent();
    }

    private static String range(List<Facts> episodes) {
        List<Long> seasons = episodes.stream()
                .map(one -> one.count("seasonNumber"))
                .distinct()
                .toList();
        List<Long> numbers = episodes.stream()
                .map(one -> one.count("episodeNumber"))
                .distinct()
                .sorted()
                .toList();
        if (seasons.size() > 1) {
            return " (" + episodes.size() + " episodes)";
        }
        if (numbers.size() == 1) {
            return " " + place(seasons.getFirst(), numbers.getFirst());
        }
        boolean unbroken = numbers.getLast() - numbers.getFirst() == numbers.size() - 1;
        return unbroken
                ? " " + place(seasons.getFirst(), numbers.getFirst())
                        + String.format(Locale.ROOT, "–E%02d", numbers.getLast())
                : " " + season(seasons.getFirst()) + " (" + numbers.size() + " episodes)";
    }
}
