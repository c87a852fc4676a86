package org.lotusguild.lotus.launch;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.Ignored;
import org.lotusguild.lotus.bot.Standing;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.extra.Extras;
import org.lotusguild.lotus.bot.poll.PollFeature;
import org.lotusguild.lotus.bot.trivia.Trivia;
import org.lotusguild.lotus.bot.wordle.Wordle;
import org.lotusguild.lotus.bot.wordle.WordleFeature;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.store.Database;

/** The commands with a memory, over one account. */
final class BotParts {
    private final World world;
    private final BotConfig bot;
    private final Database db;
    private final DataFiles data;
    private final MatrixAccount account;
    private final Map<String, RoomId> rooms;
    private final Ignored ignored;
    private final Standing standing;
    private final Ballots ballots;

    BotParts(
            World world,
            LotusConfig config,
            BotConfig bot,
            DataFiles data,
            MatrixAccount account,
            Map<String, RoomId> rooms) {
        this.world = world;
        this.bot = bot;
        this.db = account.database();
        this.data = data;
        this.account = account;
        this.rooms = rooms;
        this.ignored =
                new Ignored(account.user(), Registration.ownUsers(config.homeserver()), bot.ignore(), account.rooms());
        this.standing = new Standing(rooms, account.rooms(), config.encryption().commandsNeedSignedDevice());
        this.ballots = new Ballots(account.rooms(), db, ignored);
    }

    /** They hear a vote before it is counted. */
    Feature ballots() {
        return ballots;
    }

    List<Feature> games() {
        WordleFeature.Surroundings around = new WordleFeature.Surroundings(
                account.user(), account.rooms(), account.directChats(), db, world.clock(), bot.prefix());
        Optional<RoomId> results = Optional.ofNullable(rooms.get(bot.wordle().shareRoom()));
        return List.of(
                Trivia.feature(bot.trivia(), data, account.rooms(), db, ballots, world.random()),
                Wordle.feature(bot.wordle(), data, around, world.random(), results));
    }

    Feature polls() {
        return new PollFeature(standing::moderator, db, ballots, bot.poll(), bot.zone());
    }

    /**
     * What the file switches on besides.
     *
     * @param taken names that no tag may have
     */
    Extras extras(Set<String> taken) {
        Set<String> names = new HashSet<>(Set.of("help", "h", "commands"));
        names.addAll(taken);
        return new Extras(
                bot.extras(),
                new Extras.Parts(
                        account.rooms(),
                        account.directChats(),
                        db,
                        ballots,
                        ignored,
                        rooms,
                        bot.zone(),
                        world.random(),
                        bot.wordle().title(),
                        names));
    }
}
