package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.basic.HelpCommand;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.Typist;
import org.lotusguild.lotus.bot.fun.Fun;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.desk.Rehearsal;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

class KnownCommandsTest {
    private static final RoomId ROOM = RoomId.parse("!room");

    @TempDir
    private Path folder;

    @AutoClose
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, Clock.systemUTC(), "webhooks", "bot");
    }

    @Test
    void theyAreThoseThatTheBotHas() throws IOException {
        same("bot: {}\n", false);
        same("""
                guild: {name: Us, rooms: {general: {name: General}}}
                webhooks: {}
                bot:
                  desk: general
                  minecraft: {address: "127.0.0.1:25575", password: "${PASSWORD}"}
                  ask: {url: "http://127.0.0.1:11434"}
                  welcome: {}
                  extras:
                    commands: [remind, leaderboard, tag, roles, schedule, choose]
                    quotes: {rooms: [general]}
                    birthdays: {room: general}
                    starboard: {room: general, from: [general]}
                """, true);
    }

    /** The help of the page, to the sign: what the file switches on joins its section, in this order. */
    @Test
    void theHelpIsThatOfThePage() throws IOException {
        List<Command> shown = new ArrayList<>();
        Command help = HelpCommand.of("!", call -> shown, (typed, call) -> Reply.say(typed));
        shown.add(help);
        shown.addAll(commands(config("""
                guild: {name: Us, rooms: {general: {name: General}}}
                bot:
                  minecraft: {address: "127.0.0.1:25575", password: "${PASSWORD}"}
                  ask: {url: "http://127.0.0.1:11434"}
                  welcome: {rooms: [general], fallback-room: general}
                """), false));
        assertThat(new Typist(List.of(help)).types("help")).isEqualTo("""
                Lotus commands, prefix !
                Basics: help, ping, health
                Fun: 8ball, fortune, flip, roll, random, rps, champion, agent
                Games: trivia, wordle
                Guild: poll, minecraft, ask, welcome
                !help <command> tells more.""");
    }

    private void same(String blocks, boolean hooks) throws IOException {
        LotusConfig config = config(blocks);
        List<String> fun = Fun.commands(DataFiles.shipped(), Optional.empty(), new SecureRandom()).stream()
                .map(Command::name)
                .toList();
        assertThat(commands(config, hooks))
                .extracting(Command::name)
                .containsExactlyInAnyOrderElementsOf(
                        KnownCommands.of(config.bot().orElseThrow(), fun, hooks));
    }

    private LotusConfig config(String blocks) throws IOException {
        Files.writeString(folder.resolve("r.yaml"), "as_token: a\nsender_localpart: s\nnamespaces: {users: []}\n");
        Path file = Files.writeString(folder.resolve("lotus.yaml"), """
                homeserver: {url: "https://example.org", server-name: example.org, registration: r.yaml}
                encryption: {key: "${KEY}"}
                """ + blocks);
        return new ConfigReader(name -> Optional.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .read(file, LotusConfig.class);
    }

    private List<Command> commands(LotusConfig config, boolean hooks) {
        BotConfig bot = config.bot().orElseThrow();
        Map<String, RoomId> rooms = Map.of("general", ROOM, "space", RoomId.parse("!space"));
        World world = World.real();
        MatrixAccount account = answering(MatrixAccount.class);
        Optional<RoomId> management = bot.desk().map(rooms::get);
        return new BotWiring(world, config, bot)
                .repertoire(
                        account,
                        rooms,
                        new BotParts(world, config, bot, DataFiles.shipped(), account, rooms),
                        management,
                        line -> {},
                        hooks ? Optional.of(desk()) : Optional.empty(),
                        List.of())
                .commands();
    }

    private HookDesk desk() {
        return new HookDesk(
                TestHooks.open(
                        TestHooks.config(folder, "hooks: []"),
                        URI.create("https://example.org"),
                        db,
                        Clock.systemUTC()),
                db,
                new DeliveryStore(TestHooks.vault()),
                new DeliveryIds(Clock.systemUTC(), new SecureRandom()),
                Clock.systemUTC(),
                50,
                new Rehearsal(
                        new Sandbox(ScriptConfig.standard(), Clock.systemUTC(), new SecureRandom()),
                        true,
                        hook -> Optional.empty(),
                        Clock.systemUTC()));
    }

    /** An account that nobody asks anything: its parts are there, and that is all. */
    private <T> T answering(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, words) -> {
                    Class<?> wanted = method.getReturnType();
                    if (wanted.equals(UserId.class)) {
                        return UserId.parse("@lotus:example.org");
                    }
                    if (wanted.equals(Database.class)) {
                        return db;
                    }
                    if (wanted.isInterface()) {
                        return answering(wanted);
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
