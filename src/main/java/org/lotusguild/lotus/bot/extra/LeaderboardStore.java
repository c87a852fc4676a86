package org.lotusguild.lotus.bot.extra;

import java.util.List;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** One view over the points of all games. */
final class LeaderboardStore {

    record Place(UserId player, long points) {}

    List<Place> top(Tx tx, String game, int most) {
        return tx.sql("""
                        select player, points from bot_leaderboard where game = :game and points > 0
                        order by points desc, player limit :most""")
                .bind("game", game)
                .bind("most", most)
                .list(row -> new Place(UserId.parse(row.text("player")), row.number("points")));
    }
}
