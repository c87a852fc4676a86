package org.lotusguild.lotus.whole;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.Bot;
import org.lotusguild.lotus.bot.BotIdentity;
import org.lotusguild.lotus.bot.CommandOutcome;
import org.lotusguild.lotus.bot.Kit;
import org.lotusguild.lotus.bot.Repertoire;
import org.lotusguild.lotus.bot.basic.PingCommand;
import org.lotusguild.lotus.bot.fake.UsualConfig;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.AccountWorld;
import org.lotusguild.lotus.matrix.account.Accounts;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bot's account with a real encryption machine, its bot with {@code !ping}, and Alice, whose machine is real too. The
 * clock stands still, waits are brief.
 */
final class TalkBed implements AutoCloseable {
    static final UserId BOT = UserId.parse("@lotus:example.org");
    static final UserId ALICE = UserId.parse("@alice:example.org");
    static final UserId EVE = UserId.parse("@eve:example.org");
    static final RoomId CLEAR = RoomId.parse("!room");
    static final RoomId CRYPT = RoomId.parse("!crypt");
    private static final Duration BRIEF = Duration.ofMillis(20);

    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final Metrics metrics = new Metrics();
    final Map<Ignored, Integer> ignored = new EnumMap<>(Ignored.class);
    final SecureRandom random = new SecureRandom();
    final Secret vaultKey = VaultKey.generate(random);
    final KeyServer keys = new KeyServer();
    final TalkServer server;
    final SmallDisk disk;
    final Database database;
    final MatrixAccount account;
    final Person alice;
    private final Database alices;
    private volatile Optional<Bot> bot = Optional.empty();
    private int events;

    TalkBed(Path folder) throws Exception {
        this(folder, new PlainCaller(), time -> Pause.real().take(time.compareTo(BRIEF) < 0 ? time : BRIEF));
    }

    /** @param pause how the account waits */
    TalkBed(Path folder, HttpCaller http, Pause pause) throws Exception {
        disk = new SmallDisk(TestDatabases.sqlite(folder.resolve("bot"), clock, "bot", "crypto", "matrix"));
        database = disk;
        alices = TestDatabases.sqlite(folder.resolve("alice"), clock, "crypto");
        server = new TalkServer(keys, clock);
        alice = person();
        account = account(http, pause);
        bot = Optional.of(bot());
        account.start();
    }

    private Person person() {
        VaultKey key = VaultKey.parse(VaultKey.generate(random));
        CryptoMachines machines = new CryptoMachines(alices, clock, random, what -> {});
        Person person = new Person(
                keys, machines.open(ALICE, new DeviceId("ALICE"), key.vault(ALICE.value(), random), Optional.empty()));
        person.flush();
        return person;
    }

    private MatrixAccount account(HttpCaller http, Pause pause) throws InterruptedException {
        CryptoMachines machines = new CryptoMachines(database, clock, random, this::count);
        AccountWorld world = new AccountWorld(
                http,
                database,
                false,
                VaultKey.parse(vaultKey),
                machines::open,
                new Figures(metrics),
                clock,
                pause,
                random);
        Identity identity = new Identity.ServiceUser(BOT, new Secret("as-token"), false);
        return new Accounts(world)
                .open(AccountSetup.of(
                        server.url(),
                        identity,
                        mine -> (event, ack) -> bot.orElseThrow().on(event, ack)));
    }

    private synchronized void count(Ignored what) {
        ignored.merge(what, 1, Integer::sum);
    }

    synchronized int dropped(Ignored what) {
        return ignored.getOrDefault(what, 0);
    }

    private synchronized int dropped() {
        return ignored.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What was refused so far, of events and of what came about keys. */
    long refused() {
        return dropped() + figure("lotus_matrix_skipped_total");
    }

    long figure(String name) {
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private Bot bot() {
        Kit kit = new Kit(
                account.rooms(),
                account.sender(),
                account.directChats(),
                database,
                user -> false,
                false,
                clock,
                time -> {},
                new Random(7),
                metrics.counters("commands_total", "Commands", new Metrics.Label<>("outcome", CommandOutcome.class)));
        Repertoire all = new Repertoire();
        all.add(PingCommand.of(() -> Duration.ofMillis(1)));
        return Bot.open(new BotIdentity(BOT, "Lotus"), UsualConfig.of("!"), all, Map.of(), kit);
    }

    /** Our own, to which others encrypt. */
    String identityKey() {
        synchronized (keys) {
            return Json.string(
                            keys.deviceKeys(BOT, account.device()),
                            "keys",
                            "curve25519:" + account.device().value())
                    .orElseThrow();
        }
    }

    /** A message of Alice in the clear room. */
    ObjectNode says(String text) {
        events++;
        ObjectNode event = Json.object()
                .put("event_id", "$alice" + events)
                .put("type", "m.room.message")
                .put("sender", ALICE.value())
                .put("origin_server_ts", clock.millis());
        event.putObject("content").put("msgtype", "m.text").put("body", text);
        return event;
    }

    /** The same encrypted; its key is on its way to the bot. */
    ObjectNode saysInSecret(String text) {
        synchronized (keys) {
            alice.sync();
            ObjectNode event = alice.say(CRYPT, policy(), text);
            events++;
            return event.put("event_id", "$secret" + events).put("origin_server_ts", clock.millis());
        }
    }

    private static RoomPolicy policy() {
        return new RoomPolicy(
                "m.megolm.v1.aes-sha2",
                Duration.ofDays(7),
                100,
                "shared",
                RoomPolicy.ShareWith.ALL,
                Set.of(ALICE, BOT));
    }

    /** What the bot wrote there, decrypted. */
    List<String> answers(RoomId room) {
        return server.sent(room).stream()
                .map(event -> room.equals(CRYPT) ? opened(event) : event)
                .flatMap(event -> Json.string(event, "content", "body").stream())
                .toList();
    }

    private ObjectNode opened(ObjectNode event) {
        synchronized (keys) {
            alice.sync();
            Decrypted read = alice.read(CRYPT, event);
            if (read instanceof Decrypted.Clear(String type, ObjectNode content, var trust)) {
                ObjectNode clear = Json.object().put("type", type);
                clear.set("content", content);
                return clear;
            }
            throw new AssertionError("Alice cannot read an answer: " + read);
        }
    }

    @Override
    public void close() {
        account.close();
        bot.ifPresent(Bot::close);
        alice.machine().close();
        database.close();
        alices.close();
        server.close();
    }
}
