package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.List;

/**
 * How much a run of {@link Loss} goes through.
 *
 * @param posts that are acknowledged
 * @param kills of the program
 * @param outages of the homeserver
 * @param outage how long each of them lasts
 * @param postsASecond what the hook takes
 * @param messagesASecond what the homeserver takes
 * @param full how long the disk of the database is full, once; zero: it never is
 */
record LossPlan(
        int posts, int kills, int outages, Duration outage, int postsASecond, int messagesASecond, Duration full) {
    private static final int LARGE = 10_000;
    private static final int SMALL = 1_000;

    LossPlan {
        if (posts < 1 || kills < 0 || outages < 0 || postsASecond < 1 || messagesASecond < 1) {
            throw new IllegalArgumentException("nothing to do: " + posts + " posts, " + kills + " kills");
        }
    }

    /** Of {@code [POSTS] [KILLS]}; small ones have shorter outages. The disk is full for half of one. */
    static LossPlan parse(List<String> words) {
        int posts = words.isEmpty() ? LARGE : Integer.parseInt(words.getFirst());
        int kills = words.size() < 2 ? 20 : Integer.parseInt(words.get(1));
        Duration outage = Duration.ofSeconds(posts >= LARGE ? 60 : posts >= SMALL ? 20 : 5);
        return new LossPlan(posts, kills, 2, outage, 200, 12, outage.dividedBy(2));
    }
}
