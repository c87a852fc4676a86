package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code lotus check} finds beyond the grammar of the file. */
class CheckCommandTest {
    @TempDir
    private Path home;

    private String written = "";

    @BeforeEach
    void init() throws IOException {
        new Captured()
                .run(
                        "init",
                        "--home",
                        home.toString(),
                        "--url",
                        "https://example.org",
                        "--server-name",
                        "example.org",
                        "--own");
        written = Files.readString(home.resolve("lotus.yaml"));
    }

    private Captured check(String blocks) throws IOException {
        Files.writeString(home.resolve("lotus.yaml"), written.replaceFirst("(?m)^bot:.*$", "") + blocks);
        Captured captured = new Captured();
        assertThat(captured.run("check", "--home", home.toString()))
                .isEqualTo(captured.err().isEmpty() ? ExitCode.OK : ExitCode.USAGE);
        return captured;
    }

    @Test
    void aScriptThatIsNoneIsNamedWithLineAndColumn() throws IOException {
        Files.writeString(home.resolve("good.js"), "result = data.text;");
        Path bad = Files.writeString(home.resolve("bad.js"), "result = 1;\nresult = (2;\n");
        String err = check("""
                webhooks:
                  hooks:
                    - {name: good, rooms: [{room: "#a:example.org"}], transform: {file: good.js}}
                    - {name: bad, rooms: [{room: "#a:example.org"}], transform: {file: bad.js}}
                    - {name: absent, rooms: [{room: "#a:example.org"}], transform: {file: absent.js}}
                """).err();
        assertThat(err)
                .contains("lotus.yaml: webhooks.hooks.bad.transform: " + bad + ", line 2, column ")
                .contains("webhooks.hooks.absent.transform: the script of hook absent cannot be read")
                .doesNotContain("hooks.good");
    }

    @Test
    void aScriptThatFailsWithTheTestOfItsServiceIsDoubtedButTaken() throws IOException {
        Path picky = Files.writeString(home.resolve("picky.js"), "const a = 1;\nresult = data.movie.genres.join();\n");
        Files.writeString(home.resolve("good.js"), "result = data.eventType;");
        String hooks = """
                webhooks:
                  hooks:
                    - {name: good, service: radarr, rooms: [{room: "#a:example.org"}], transform: {file: good.js}}
                    - {name: picky, service: radarr, rooms: [{room: "#a:example.org"}], transform: {file: picky.js}}
                    - {name: any, rooms: [{room: "#a:example.org"}], transform: {file: picky.js}}
                """;
        assertThat(check(hooks).out().lines())
                .filteredOn(line -> line.contains("transform"))
                .singleElement()
                .asString()
                .contains("webhooks.hooks.picky.transform: " + picky
                        + ", with the test of Radarr: script failed (thrown): line 2: ");
    }

    @Test
    void roomsMustBeAmongThoseOfTheGuild() throws IOException {
        String guild = "guild: {name: Us, rooms: {general: {name: General}}}\n";
        String hook = "webhooks: {admin-room: general, hooks: [{name: one, rooms: [{room: %s}]}]}\n";
        assertThat(check(guild + hook.formatted("general")).out()).contains("is right");
        assertThat(check(guild + hook.formatted("genral")).err())
                .contains("webhooks.hooks.one.rooms: no room \"genral\" in guild.rooms; it has general");
        assertThat(check(hook.formatted("genral")).err()).isEmpty();
    }

    @Test
    void aCommandThatIsNotThereIsNamedWithTheOneThatWasMeant() throws IOException {
        assertThat(check("bot: {commands: {ping: {enabled: false}}}\n").out()).contains("is right");
        assertThat(check("bot: {commands: {pong: {enabled: false}}}\n").err())
                .contains("bot.commands.pong: no such command is switched on; did you mean ping?");
        assertThat(check("bot: {commands: {tag: {enabled: false}}}\n").err()).contains("bot.commands.tag");
        assertThat(check("bot: {extras: {commands: [tag]}, commands: {tag: {enabled: false}}}\n")
                        .err())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "desk: genral | desk",
                "commands: {ping: {rooms: [general, genral]}} | commands.ping.rooms",
                "extras: {quotes: {rooms: [genral]}} | extras.quotes.rooms",
                "extras: {birthdays: {room: genral}} | extras.birthdays.room",
                "extras: {starboard: {room: genral, from: [general]}} | extras.starboard.room",
                "extras: {starboard: {room: general, from: [genral]}} | extras.starboard.from",
                "welcome: {rooms: [general, genral]} | welcome.rooms",
                "welcome: {rooms: [general], fallback-room: genral} | welcome.fallback-room",
            })
    void roomsOfTheBotMustBeAmongThoseOfTheGuildToo(String setting, String place) throws IOException {
        String guild = "guild: {name: Us, rooms: {general: {name: General}}}\nbot: {%s}\n";
        assertThat(check(guild.formatted(setting)).err().lines())
                .filteredOn(line -> line.contains("no room"))
                .singleElement()
                .asString()
                .endsWith("lotus.yaml: bot." + place + ": no room \"genral\" in guild.rooms; it has general");
        assertThat(check(guild.formatted(setting.replace("genral", "general"))).err())
                .isEmpty();
    }

    @Test
    void newMembersAreInvitedToTheUsualRoomsThatThereAre() throws IOException {
        String guild = "guild: {name: Us, rooms: {%s: {name: Any}}}\nbot: {welcome: {fallback-room: %1$s}}\n";
        assertThat(check(guild.formatted("commands")).out()).contains("is right");
        assertThat(check(guild.formatted("lobby")).err())
                .contains("bot.welcome.rooms: guild.rooms has none of general, commands, memes; name the rooms");
        assertThat(check("bot: {welcome: {}}\n").err()).contains("bot.welcome: needs the block guild: its space");
    }
}
