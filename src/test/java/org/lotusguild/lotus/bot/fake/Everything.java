package org.lotusguild.lotus.bot.fake;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.ask.AskCommand;
import org.lotusguild.lotus.bot.ask.AskConfig;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.basic.HealthFeature;
import org.lotusguild.lotus.bot.basic.PingCommand;
import org.lotusguild.lotus.bot.basic.ServiceStates;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.extra.Extras;
import org.lotusguild.lotus.bot.extra.ExtrasConfig;
import org.lotusguild.lotus.bot.fun.Fun;
import org.lotusguild.lotus.bot.minecraft.MinecraftCommand;
import org.lotusguild.lotus.bot.minecraft.MinecraftConfig;
import org.lotusguild.lotus.bot.poll.PollFeature;
import org.lotusguild.lotus.bot.trivia.Trivia;
import org.lotusguild.lotus.bot.welcome.WelcomeConfig;
import org.lotusguild.lotus.bot.welcome.WelcomeFeature;
import org.lotusguild.lotus.bot.welcome.WelcomeSetting;
import org.lotusguild.lotus.bot.wordle.Wordle;
import org.lotusguild.lotus.bot.wordle.WordleFeature;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;

/** Every command and feature that there is. The Minecraft server and the model server are away. */
public final class Everything implements BotBed.Making {
    public static final RoomId SPACE = RoomId.parse("!space");

    private static final ZoneId ZONE = ZoneId.of("UTC");
    private static final Map<String, RoomId> ROOMS = Map.of("general", BotBed.ROOM, "commands", BotBed.COMMANDS);
    private static final ExtrasConfig EXTRAS = new ExtrasConfig(
            List.of(ExtrasConfig.Name.values()),
            Optional.of(new ExtrasConfig.Quotes(List.of("general"))),
            Optional.of(new ExtrasConfig.Birthdays("general")),
            Optional.of(new ExtrasConfig.Starboard("commands", List.of("general"), 1)));

    private final String prefix;

    public Everything() {
        this("!");
    }

    public Everything(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public List<Command> commands(BotBed bed) {
        DataFiles data = DataFiles.shipped();
        List<Command> all = new ArrayList<>(Fun.commands(data, Optional.empty(), new Random(2)));
        all.add(PingCommand.of(() -> Duration.ofMillis(38)));
        all.add(MinecraftCommand.of(
                new MinecraftConfig(
                        new HostPort("127.0.0.1", 1), new Secret("x"), 2, MinecraftConfig.Whitelist.WHITELIST),
                bed.db(),
                line -> {},
                bed.clock));
        all.add(AskCommand.of(
                new AskConfig(URI.create("http://model.example.org"), "lotusllm", 1, 10, "be short"),
                new Away(),
                line -> {},
                bed.clock));
        return all;
    }

    @Override
    public List<Feature> features(BotBed bed) {
        DataFiles data = DataFiles.shipped();
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        Extras extras = new Extras(
                EXTRAS,
                new Extras.Parts(
                        bed.rooms,
                        bed.chats(),
                        bed.db(),
                        ballots,
                        bed.ignored(),
                        ROOMS,
                        ZONE,
                        new Random(3),
                        "Lotus Word",
                        Set.of("help")));
        List<Feature> all = new ArrayList<>(List.of(
                ballots,
                new HealthFeature(
                        () -> "Lotus 1.0.",
                        new ServiceStates(List.of(), bed.clock),
                        Optional.empty(),
                        List::of,
                        line -> {},
                        bed.clock),
                Trivia.feature(UsualConfig.TRIVIA, data, bed.rooms, bed.db(), ballots, new Random(4)),
                Wordle.feature(
                        UsualConfig.WORDLE,
                        data,
                        new WordleFeature.Surroundings(BotBed.BOT, bed.rooms, bed.chats(), bed.db(), bed.clock, prefix),
                        new Random(5),
                        Optional.of(BotBed.COMMANDS)),
                new PollFeature(bed.standing()::moderator, bed.db(), ballots, UsualConfig.POLL, ZONE),
                new WelcomeFeature(welcome(bed)),
                new OnlyCommands(extras.commands())));
        all.addAll(extras.features());
        return all;
    }

    private WelcomeSetting welcome(BotBed bed) {
        return new WelcomeSetting(
                new WelcomeConfig(true, List.of("general"), "general", 30, "Welcome, {name}! {rooms}"),
                BotBed.BOT,
                SPACE,
                "The Lotus Guild",
                prefix,
                List.of(BotBed.ROOM),
                BotBed.ROOM,
                user -> false,
                true,
                bed.rooms,
                bed.chats(),
                bed.db(),
                line -> {},
                bed.clock);
    }

    private record OnlyCommands(List<Command> commands) implements Feature {
        @Override
        public String kind() {
            return "plain";
        }
    }

    private static final class Away implements HttpCaller {
        @Override
        public HttpAnswer send(HttpCall call) {
            throw new HttpFailure(HttpFailure.Kind.CONNECT, "away", null);
        }

        @Override
        public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
            throw new HttpFailure(HttpFailure.Kind.CONNECT, "away", null);
        }
    }
}
