package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.HomeserverConfig;

/** What the program takes from the registration file, and what {@code lotus check} says of it. */
class RegistrationTest {
    private static final String GOOD = """
            id: lotus
            as_token: token
            sender_localpart: lotus-service
            namespaces:
              users:
                - { exclusive: true, regex: '@lotus:example\\.org' }
                - { exclusive: true, regex: '@guild_.*' }
                - { exclusive: false, regex: '@.*' }
            """;

    @TempDir
    private Path home;

    private final Captured captured = new Captured();

    private HomeserverConfig homeserver(String registration) throws IOException {
        Path file = Files.writeString(home.resolve("registration.yaml"), registration);
        return new HomeserverConfig(
                URI.create("https://example.org"), "example.org", Optional.of(file), Optional.empty());
    }

    @Test
    void ownUsersAreThoseOfTheExclusiveNamespacesOnOurServer() throws IOException {
        Predicate<UserId> own = Registration.ownUsers(homeserver(GOOD));
        assertThat(own.test(UserId.parse("@lotus:example.org"))).isTrue();
        assertThat(own.test(UserId.parse("@guild_grafana:example.org"))).isTrue();
        assertThat(own.test(UserId.parse("@hook_grafana:example.org"))).isFalse();
        assertThat(own.test(UserId.parse("@guild_grafana:evil.example"))).isFalse();
    }

    @Test
    void anOrdinaryAccountOwnsNobody() {
        UserId bot = UserId.parse("@bot:example.org");
        HomeserverConfig login = new HomeserverConfig(
                URI.create("https://example.org"),
                "example.org",
                Optional.empty(),
                Optional.of(new HomeserverConfig.Login(bot, new Secret("x"))));
        assertThat(Registration.ownUsers(login).test(bot)).isFalse();
    }

    @Test
    void aNamespaceThatIsNoPatternIsRefused() throws IOException {
        HomeserverConfig broken = homeserver(GOOD.replace("@guild_.*", "@guild_(.*"));
        assertThatThrownBy(() -> Registration.ownUsers(broken))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(home.resolve("registration.yaml").toString())
                .hasMessageContaining("@guild_(.*");
    }

    @Test
    void checkReadsTheFilesThatTheFileNames() throws IOException {
        captured.run(
                "init",
                "--home",
                home.toString(),
                "--url",
                "https://example.org",
                "--server-name",
                "example.org",
                "--own");
        assertThat(captured.run("check", "--home", home.toString())).isZero();
        Files.writeString(home.resolve("registration.yaml"), GOOD.replace("as_token: token\n", ""));
        assertThat(captured.run("check", "--home", home.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("registration.yaml: the key as_token is missing");
        Files.delete(home.resolve("registration.yaml"));
        assertThat(captured.run("check", "--home", home.toString())).isEqualTo(ExitCode.USAGE);
    }
}
