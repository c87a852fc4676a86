package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.ask.AskConfig;
import org.lotusguild.lotus.bot.minecraft.MinecraftConfig;
import org.lotusguild.lotus.bot.poll.PollConfig;
import org.lotusguild.lotus.bot.welcome.WelcomeConfig;

/** The block {@code bot} as it is where the file says nothing of it: section 12 of the bot's page. */
class BotDefaultsTest {
    @TempDir
    private Path folder;

    private BotConfig bot(String block) throws IOException {
        Files.writeString(folder.resolve("r.yaml"), "as_token: a\nsender_localpart: s\nnamespaces: {users: []}\n");
        Path file = Files.writeString(folder.resolve("lotus.yaml"), """
                homeserver: {url: "https://example.org", server-name: example.org, registration: r.yaml}
                encryption: {key: "${KEY}"}
                bot:
                """ + block.indent(2));
        return new ConfigReader(name -> Optional.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .read(file, LotusConfig.class)
                .bot()
                .orElseThrow();
    }

    @Test
    void ofTheBotAreThoseOfThePage() throws IOException {
        BotConfig bot = bot("prefix: \"!\"");
        assertThat(bot.maxAge()).isEqualTo(Duration.ofMinutes(2));
        assertThat(bot.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(bot.ignore()).containsExactly("@hookshot*:*");
        assertThat(bot.invites()).isEqualTo(new BotConfig.Invites(List.of(), Optional.empty()));
        assertThat(bot.limits().caller()).hasToString("5 burst, 1 per 6s");
        assertThat(bot.limits().room()).hasToString("30 per 1m");
        assertThat(bot.commands()).isEmpty();
        assertThat(bot.minecraft()).isEmpty();
        assertThat(bot.ask()).isEmpty();
        assertThat(bot.welcome()).isEmpty();
        assertThat(bot.extras().commands()).isEmpty();
        assertThat(bot("limits: {room: off}").limits().room()).hasToString("off");
        assertThat(bot("limits: {room: off}").limits().caller()).hasToString("5 burst, 1 per 6s");
    }

    @Test
    void ofTheGamesAreThoseOfThePage() throws IOException {
        BotConfig bot = bot("prefix: \"!\"");
        assertThat(bot.poll().nativeType()).isEqualTo(PollConfig.NativeType.UNSTABLE);
        assertThat(bot.trivia().seconds()).isEqualTo(30);
        assertThat(bot.trivia().files()).isEmpty();
        assertThat(bot.wordle().title()).isEqualTo("Lotus Word");
        assertThat(bot.wordle().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(bot.wordle().firstDay()).isEqualTo(LocalDate.of(2026, 1, 1));
        assertThat(bot.wordle().shareRoom()).isEqualTo("commands");
    }

    @Test
    void ofWhatIsSwitchedOnAreThoseOfThePage() throws IOException {
        BotConfig bot = bot("""
                minecraft: {password: "${PASSWORD}"}
                ask: {}
                welcome: {}
                extras: {starboard: {room: board, from: [general]}}
                """);
        MinecraftConfig minecraft = bot.minecraft().orElseThrow();
        assertThat(minecraft.address()).hasToString("minecraft:25575");
        assertThat(minecraft.namesPerUser()).isEqualTo(2);
        assertThat(minecraft.add()).isEqualTo(MinecraftConfig.Whitelist.WHITELIST);
        assertThat(bot.ask())
                .contains(new AskConfig(
                        URI.create("http://ollama:11434"),
                        "lotusllm",
                        1,
                        10,
                        "You are Lotus, a short and friendly helper."));
        assertThat(bot.welcome())
                .contains(new WelcomeConfig(
                        true,
                        List.of("general", "commands", "memes"),
                        "general",
                        30,
                        "Welcome to {guild}, {name}! 🌸\n"
                                + "React with ✅ (or answer \"yes\") and I invite you to {rooms}."));
        assertThat(bot.extras().starboard().orElseThrow().stars()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trivia: {seconds: 9} | seconds: must be 10 to 120",
                "trivia: {seconds: 121} | seconds: must be 10 to 120",
                "ask: {parallel: 0} | parallel: must be 1 to 8",
                "ask: {queue: 51} | queue: must be 0 to 50",
                "'minecraft: {password: \"${PASSWORD}\", names-per-user: 0}' | names-per-user: must be 1 to 100",
                "welcome: {rooms: []} | rooms: needs at least one room",
                "'extras: {starboard: {room: board, from: [general], stars: 0}}' | stars: must be 1 to 1000",
            })
    void whatIsOutOfItsBoundsRefusesTheStart(String block, String why) {
        assertThatThrownBy(() -> bot(block)).hasMessageContaining(why).hasMessageContaining("lotus.yaml:");
    }

    @Test
    void theirBoundsAreWithin() throws IOException {
        assertThat(bot("trivia: {seconds: 10}").trivia().seconds()).isEqualTo(10);
        assertThat(bot("trivia: {seconds: 120}").trivia().seconds()).isEqualTo(120);
        assertThat(bot("prefix: \"abc\"").prefix()).isEqualTo("abc");
    }
}
