package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;

/** In whose name a post comes: the service's, unless the hook has a name of its own. */
class SpeakersTest {
    @TempDir
    Path folder;

    @Test
    void theBotSpeaksInAnEncryptedRoomForAServiceThatGetsNoDevice() throws Exception {
        try (CourierBed bed = new CourierBed(folder, """
                hooks:
                  - name: usual
                    rooms: [{room: "!room:example.org"}, {room: "!other:example.org"}]
                """)) {
            bed.withoutDevices = true;
            bed.rooms.encrypt(CourierBed.ROOM, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
            String down = bed.accept("usual", CourierBed.sample("uptime-kuma/Down.json"));
            String up = bed.accept("usual", CourierBed.sample("uptime-kuma/Up.json"));
            try (CourierBed.Running process = bed.process()) {
                bed.awaitDone();
            }
            assertThat(bed.past(down, "usual").events()).hasSize(2);
            assertThat(bed.past(up, "usual").events())
                    .as("an edit and a reply each")
                    .hasSize(4);
            assertThat(bed.opened).isEmpty();
            assertThat(bed.arrived(CourierBed.ROOM))
                    .extracting(CourierBed.Arrived::type)
                    .containsOnly("m.room.encrypted");
            assertThat(bed.arrived(CourierBed.OTHER))
                    .extracting(event ->
                            Json.string(event.content(), "formatted_body").orElse(""))
                    .first()
                    .asString()
                    .startsWith("<strong>Uptime Kuma</strong>: 🔴 ");
        }
    }

    @Test
    void aHookThatSpeaksForItselfIsAUserOfItsOwnAsHookshotNamedHim() throws Exception {
        try (CourierBed bed = new CourierBed(folder, """
                hooks:
                  - name: old
                    as: "Old_Builds (CI) 2.0"
                    rooms: [{room: "!room:example.org"}]
                  - name: usual
                    rooms: [{room: "!room:example.org"}]
                """)) {
            String old = bed.accept("old", CourierBed.sample("uptime-kuma/Down.json"));
            String usual = bed.accept("usual", CourierBed.sample("uptime-kuma/Down.json"));
            try (CourierBed.Running process = bed.process()) {
                bed.awaitDone();
            }
            assertThat(bed.past(old, "old").events()).hasSize(1);
            assertThat(bed.past(usual, "usual").events()).hasSize(1);
            assertThat(bed.opened)
                    .extracting(account -> account.user().value())
                    .containsExactlyInAnyOrder("@hook_old_buildsci2.0:example.org", "@hook_uptime-kuma:example.org");
            assertThat(bed.opened)
                    .flatExtracting(account -> account.shown)
                    .contains("Old_Builds (CI) 2.0", "Uptime Kuma");
        }
    }
}
