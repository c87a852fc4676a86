package org.lotusguild.lotus.bot.minecraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.BotBed;

class MinecraftCommandTest {
    private static final Rcon.Limits SHORT = new Rcon.Limits(
            Duration.ofMillis(800), Duration.ofMillis(800), Duration.ofMillis(1600), Duration.ofMillis(80));
    private static final String AWAY = "minecraft: the server does not answer. Try again later.";
    private static final String NO = "minecraft: the server said no. An admin has been told.";

    @TempDir
    Path folder;

    private final Set<String> whitelist = ConcurrentHashMap.newKeySet();
    private final List<String> desk = new CopyOnWriteArrayList<>();
    private FakeRcon server = FakeRcon.vanilla("hunter2", this::console);
    private BotBed bed;
    private HostPort address = server.address();
    private Secret password = new Secret("hunter2");

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-22T18:00:00Z"), BotBed.Making.only(bed -> {
            MinecraftConfig config = new MinecraftConfig(address, password, 2, MinecraftConfig.Whitelist.WHITELIST);
            return List.of(MinecraftCommand.of(config, bed.db(), desk::add, bed.clock, SHORT));
        }));
    }

    @AfterEach
    void close() {
        server.close();
        bed.close();
    }

    /** The console of a server that knows every name but {@code Stev}, and all in its own spelling. */
    private String console(String line) {
        String[] words = line.split(" ");
        String name = words[2].toLowerCase(Locale.ROOT);
        String spelled = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return switch (words[1]) {
            case "add" -> {
                if (name.equals("stev")) {
                    yield "That player does not exist";
                }
                yield whitelist.add(name) ? "Added " + spelled + " to the whitelist" : "Player is already whitelisted";
            }
            case "remove" ->
                whitelist.remove(name) ? "Removed " + spelled + " from the whitelist" : "Player is not whitelisted";
            default -> "Unknown or incomplete command, see below for error";
        };
    }

    private void server(FakeRcon other) {
        server.close();
        server = other;
        address = other.address();
        bed.restart();
    }

    private String says(UserId user, String text) {
        bed.clock.advance(Duration.ofMinutes(1));
        return bed.answerTo(user, text);
    }

    @Test
    void putsANameOnTheWhitelistInTheServersSpelling() {
        assertThat(says(ALICE, "!minecraft steve_01")).isEqualTo("✅ Steve_01 is on the whitelist.");
        assertThat(says(ALICE, "!mc STEVE_01")).isEqualTo("STEVE_01 was on the whitelist already.");
        assertThat(says(ALICE, "!minecraft alex_1")).isEqualTo("✅ Alex_1 is on the whitelist.");
        assertThat(says(ALICE, "!minecraft list")).isEqualTo("Your names: Alex_1, Steve_01.");
        assertThat(says(ALICE, "!minecraft notch"))
                .isEqualTo("minecraft: you have 2 names already (Alex_1, Steve_01). Remove one with !minecraft remove"
                        + " <name>.");
        assertThat(says(BOB, "!minecraft Steve_01")).isEqualTo("minecraft: Steve_01 belongs to another member.");
        assertThat(says(BOB, "!minecraft remove Steve_01")).isEqualTo("minecraft: Steve_01 belongs to another member.");
        assertThat(says(ALICE, "!minecraft remove steve_01")).isEqualTo("✅ Steve_01 is off the whitelist.");
        assertThat(says(BOB, "!minecraft Steve_01")).isEqualTo("✅ Steve_01 is on the whitelist.");
    }

    @Test
    void saysWhatTheServerSaid() {
        assertThat(says(ALICE, "!minecraft Stev")).isEqualTo("minecraft: no Minecraft account \"Stev\".");
        whitelist.add("herobrine");
        assertThat(says(ALICE, "!minecraft Herobrine")).isEqualTo("Herobrine was on the whitelist already.");
        assertThat(says(ALICE, "!minecraft list")).isEqualTo("You have no names yet.");
        assertThat(says(ALICE, "!minecraft remove Herobrine")).isEqualTo("minecraft: Herobrine is none of your names.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@a", "x;op y", "a\nb", "ab", "seventeen_letters", "Stéve", "0-0-0-0-1", "\"Steve 01\""})
    void letsNothingButANameLeave(String name) {
        assertThat(says(ALICE, "!minecraft " + name)).isEqualTo("minecraft: a name has 3 to 16 letters, digits or _.");
        assertThat(says(ALICE, "!minecraft remove " + name))
                .isEqualTo("minecraft: a name has 3 to 16 letters, digits or _.");
        assertThat(server.reads()).isEmpty();
    }

    @Test
    void tellsHowItIsUsed() {
        assertThat(says(ALICE, "!minecraft"))
                .startsWith("minecraft: <name> is missing.\nUsage: !minecraft <name>|list");
        assertThat(says(ALICE, "!minecraft Steve Alex")).startsWith("minecraft: \"Alex\" is one word too many.\n");
        assertThat(says(ALICE, "!minecraft remove")).startsWith("minecraft: which name?\n");
        assertThat(server.reads()).isEmpty();
    }

    /** As a capture of another client against a vanilla server shows them. */
    @Test
    void writesEachPacketAtOnceAndToTheByte() {
        says(ALICE, "!minecraft Steve_01");
        List<String> hex = server.reads().stream()
                .map(bytes -> HexFormat.of().formatHex(bytes))
                .toList();
        String login = HexFormat.of().formatHex("hunter2".getBytes(StandardCharsets.US_ASCII));
        String command = HexFormat.of().formatHex("whitelist add Steve_01".getBytes(StandardCharsets.US_ASCII));
        assertThat(hex)
                .containsExactly(
                        "11000000" + "01000000" + "03000000" + login + "0000",
                        "20000000" + "02000000" + "02000000" + command + "0000");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        password = new Secret("wrong");
        bed.restart();
        assertThat(says(ALICE, "!minecraft Steve"))
                .isEqualTo("minecraft: the server refused my password. An admin has been told.");
        assertThat(desk).singleElement().asString().doesNotContain("wrong").contains("rcon.password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Incorrect argument for command",
                "Error executing: whitelist add Steve (no)",
                "",
                "Added Herobrine to the whitelist",
                "Added @a to the whitelist"
            })
    void tellsTheDeskWhatTheServerSaidInstead(String line) {
        server(FakeRcon.vanilla("hunter2", command -> line));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(NO);
        assertThat(desk).containsExactly("minecraft: the server said no to \"add Steve\": " + line);
        assertThat(says(ALICE, "!minecraft list")).isEqualTo("You have no names yet.");
    }

    @Test
    void readsThroughColours() {
        server(FakeRcon.vanilla("hunter2", command -> "§aAdded §lSteve§r to the whitelist\n"));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo("✅ Steve is on the whitelist.");
    }

    @Test
    void readsAReplyThatComesBitByBit() {
        byte[] whole = FakeRcon.packet(2, 0, "Added Steve to the whitelist");
        byte[][] bits = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            bits[i] = new byte[] {whole[i]};
        }
        server(FakeRcon.saying(bits));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo("✅ Steve is on the whitelist.");
    }

    @ParameterizedTest
    @CsvSource({"4096", "8192", "8193", "70000", "10000000"})
    void readsLongRepliesInPartsAndNoMoreThanItsCap(int length) {
        server(FakeRcon.vanilla("hunter2", command -> "é".repeat(length)));
        long start = System.nanoTime();
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(NO);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(SHORT.all().plusSeconds(1));
    }

    @Test
    void givesUpOnServersThatLie() {
        for (byte[] lie : List.of(
                new byte[] {-1, -1, -1, -1, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 64, 0, 0, 0, 0},
                new byte[] {9, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0},
                FakeRcon.packet(7, 0, "Added Steve to the whitelist"),
                FakeRcon.packet(2, 2, "Added Steve to the whitelist"))) {
            server(FakeRcon.saying(lie));
            assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(NO);
        }
    }

    @Test
    void givesUpOnServersThatAreSilentSlowOrGone() throws IOException {
        long start = System.nanoTime();
        server(FakeRcon.of((fake, connection) -> fake.read(connection)));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(AWAY);
        server(FakeRcon.saying());
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(AWAY);
        server(FakeRcon.saying(new byte[] {30, 0, 0, 0, 2, 0}));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(AWAY);
        server.close();
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(AWAY);
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new HostPort("127.0.0.1", full.getLocalPort());
            bed.restart();
            assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(AWAY);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(SHORT.all().multipliedBy(5));
    }

    /** Connecting, logging in and the command never take longer together than the page allows, whatever each of them takes. */
    @Test
    void isDoneWithinElevenSeconds() {
        assertThat(Rcon.Limits.usual().all()).isLessThan(Duration.ofSeconds(11));
        assertThat(Rcon.Limits.usual().connect()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Rcon.Limits.usual().reply()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void neverAsksTwiceAndOwnsTheNameAfterALostAnswer() {
        server(FakeRcon.of((fake, connection) -> {
            fake.read(connection);
            FakeRcon.send(connection, 1, 2, "");
            fake.read(connection);
            whitelist.add("steve");
        }));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo(AWAY);
        assertThat(server.commands()).hasSize(1);
        server(FakeRcon.vanilla("hunter2", this::console));
        assertThat(says(ALICE, "!minecraft Steve")).isEqualTo("Steve was on the whitelist already.");
        assertThat(says(ALICE, "!minecraft list")).isEqualTo("Your names: Steve.");
    }

    @Test
    void takesNoAddressThatIsPublic() {
        assertThatThrownBy(() -> config("198.51.100.7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address: 198.51.100.7 is not private");
        for (String host :
                List.of("127.0.0.1", "10.1.2.3", "192.168.1.9", "172.20.0.4", "::1", "fd00::7", "minecraft")) {
            assertThat(config(host).address().host()).isEqualTo(host);
        }
    }

    private static MinecraftConfig config(String host) {
        return new MinecraftConfig(new HostPort(host, 25_575), new Secret("x"), 2, MinecraftConfig.Whitelist.WHITELIST);
    }

    @Test
    void keepsItsPasswordToItself() {
        assertThat(config("127.0.0.1").toString()).doesNotContain("x]").contains("<secret>");
    }
}
