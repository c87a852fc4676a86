package org.lotusguild.lotus.launch;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.Ignored;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Command;
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
    private final Ballots ballots;

    BotParts(
            World world,
            LotusConfig config,
            BotConfig bot,
            Database db,
            DataFiles data,
            MatrixAccount account,
            Map<String, RoomId> rooms) {
        this.world = world;
        this.bot = bot;
        this.db = db;
        this.data = data;
        this.account = account;
        this.rooms = rooms;
        this.ignored =
                new Ignored(account.user(), Registration.ownUsers(config.homeserver()), bot.ignore(), account.rooms());
        this.ballots = new Ballots(account.rooms(), db, ignored);
    }

    /** The ballots stand first: they hear a vote before it is counted. */
    List<Feature> features() {
        WordleFeature.Surroundings around = new WordleFeature.Surroundings(
                account.user(), account.rooms(), account.directChats(), db, world.clock());
        Optional<RoomId> results = Optional.ofNullable(rooms.get(bot.wordle().shareRoom()));
        return List.of(
                ballots,
                Trivia.feature(bot.trivia(), data, account.rooms(), db, ballots, world.random()),
                Wordle.feature(bot.wordle(), data, around, world.random(), results),
                new PollFeature(account.rooms(), db, ballots, bot.poll(), bot.zone()));
    }

    /** What the file switches on besides these. */
    Extras extras(List<Command> commands, List<Feature> features) {
        Set<String> names = new HashSet<>(Set.of("help", "h", "commands"));
        commands.forEach(command -> command.names().forEach(names::add));
        features.forEach(
                feature -> feature.commands().forEach(command -> command.names().forEach(names::add)));
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
