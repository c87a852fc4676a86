package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lotusguild.lotus.base.json.Json;

/** A homeserver that gives Lotus the bot and none of the users that services speak through. */
@Timeout(300)
final class NoServiceUsersIT {

    @Test
    void theBotSpeaksForAServiceInAnEncryptedRoom() {
        try (ExistingServer server = ExistingServer.start(home -> home.append("webhooks: {user-prefix: elsewhere_}\n"))) {
            Person alice = server.person("alice");
            String room = server.roomWithBot(alice, RoomWish.encrypted());
            Lotus.Outcome made = server.lotus().command("hook", "create", "house", "--room", room, "--json");
            URI address = URI.create(Json.parse(made.out()).path("url").asString());
            String down = new Posts.Sample("uptime-kuma/Down").payload();

            assertThat(new Posts().post(address, down)).isEqualTo(202);

            Seen seen = alice.seen(room, Wanted.beginning("Uptime Kuma: 🔴 Matrix homeserver – down").from(server.bot()));
            assertThat(seen.encrypted()).isTrue();
            assertThat(seen.failure()).isEmpty();
            assertThat(Json.string(seen.content(), "formatted_body").orElse(""))
                    .startsWith("<strong>Uptime Kuma</strong>: 🔴 <strong>Matrix homeserver</strong>");
            assertThat(server.lotus().home().log())
                    .containsOnlyOnce("the homeserver gives us no such service user")
                    .contains("@elsewhere_uptime-kuma:lotus.test", "namespaces.users");
        }
    }
}
