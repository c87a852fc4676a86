package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;

/** Things that begin, go on and end, in an encrypted room: one message each, as an independent client reads it. */
@ExtendWith(SharedBed.class)
final class HookLivesIT {
    private static final Duration ARRIVES = Duration.ofSeconds(60);
    private static final String POSTED = "lotus_webhook_transform_total{outcome=\"posted\"}";
    private static final String TIMED = "lotus_webhook_transform_seconds_count";

    private final Posts posts = new Posts();

    @Test
    void anAlertIsOneMessageFromItsBeginningToItsEnd(Trial trial) {
        List<Seen> events = told(trial, "@hook_grafana:lotus.test", "grafana/Firing", "grafana/Firing_And_Resolved", "grafana/Resolved");
        oneLife(events, 2, 2);
        assertThat(events.getFirst().body()).isEqualTo(golden("grafana/Firing"));
        assertThat(lastShown(events)).isEqualTo(golden("grafana/Resolved"));
        assertThat(threaded(events)).containsExactly(golden("grafana/Firing_And_Resolved"), golden("grafana/Resolved"));
    }

    @Test
    void aMonitorThatIsUpAgainIsOneMessageAndOneReply(Trial trial) {
        List<Seen> events = told(trial, "@hook_uptime-kuma:lotus.test", "uptime-kuma/Down", "uptime-kuma/Up");
        oneLife(events, 1, 1);
        assertThat(lastShown(events)).startsWith("🟢 Matrix homeserver – up again");
    }

    @Test
    void aRequestIsOneMessageFromTheWishToTheFilm(Trial trial) {
        List<Seen> events = told(trial, "@hook_seerr:lotus.test", "seerr/MEDIA_PENDING", "seerr/MEDIA_APPROVED", "seerr/MEDIA_AVAILABLE");
        oneLife(events, 2, 2);
        assertThat(events.getFirst().body()).startsWith("📝 ");
        assertThat(lastShown(events)).startsWith("🎉 ");
    }

    @Test
    void aScriptOpensAndClosesAMessageOfItsOwn(Trial trial) {
        Person admin = reader(trial);
        long posted = figure(trial, POSTED);
        long timed = figure(trial, TIMED);
        String payload = "{\"where\": \"Cellar\", \"now\": \"%s\", \"state\": \"%s\"}";
        post(trial, TrialHooks.SCRIPTED, payload.formatted("31 °C", "open"));
        arrived(trial, admin, "@hook_generic:lotus.test", 1);
        post(trial, TrialHooks.SCRIPTED, payload.formatted("cool again", "close"));
        List<Seen> events = arrived(trial, admin, "@hook_generic:lotus.test", 3);
        oneLife(events, 1, 1);
        assertThat(events.getFirst().body()).isEqualTo("🌡️ Cellar – 31 °C");
        assertThat(events.getFirst().msgtype()).isEqualTo("m.text");
        assertThat(lastShown(events)).isEqualTo("🌡️ Cellar – cool again");
        assertThat(figure(trial, POSTED) - posted).isEqualTo(2);
        assertThat(figure(trial, TIMED) - timed).isEqualTo(2);
    }

    private static long figure(Trial trial, String name) {
        return trial.lotus()
                .home()
                .metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .sum();
    }

    private static Person reader(Trial trial) {
        Person admin = trial.client("admin");
        admin.join(trial.status().room("general"));
        return admin;
    }

    /** What is in the room, in order, when these samples were posted: a message, then an edit and a reply each. */
    private List<Seen> told(Trial trial, String sender, String... samples) {
        Person admin = reader(trial);
        List<Seen> events = List.of();
        for (int i = 0; i < samples.length; i++) {
            post(trial, TrialHooks.ALERTS, new Posts.Sample(samples[i]).payload());
            events = arrived(trial, admin, sender, 1 + 2 * i);
        }
        return events;
    }

    private void post(Trial trial, String hook, String payload) {
        assertThat(posts.post(trial.lotus().home().hookAddress(hook), payload)).isEqualTo(202);
    }

    private static List<Seen> arrived(Trial trial, Person reader, String sender, int events) {
        String room = trial.status().room("general");
        Await.until(ARRIVES, events + " events of " + sender, () -> of(reader, room, sender).size() >= events);
        List<Seen> all = of(reader, room, sender);
        assertThat(all).hasSize(events).allSatisfy(event -> {
            assertThat(event.encrypted()).isTrue();
            assertThat(event.failure()).isEmpty();
            assertThat(event.colour()).isZero();
        });
        return all;
    }

    private static List<Seen> of(Person reader, String room, String sender) {
        return reader.history(room).stream()
                .filter(event -> event.sender().equals(sender) && !event.type().equals("m.room.member"))
                .toList();
    }

    /** One message, changed and answered in its thread so often. */
    private static void oneLife(List<Seen> events, int edits, int replies) {
        String root = events.getFirst().id();
        assertThat(relation(events.getFirst())).isEmpty();
        assertThat(events.stream().filter(event -> relation(event).equals("m.replace"))).hasSize(edits);
        assertThat(events.stream().filter(event -> relation(event).equals("m.thread"))).hasSize(replies);
        assertThat(events.stream().skip(1))
                .allSatisfy(event -> assertThat(Json.string(event.content(), "m.relates_to", "event_id")).contains(root));
    }

    private static String relation(Seen event) {
        return Json.string(event.content(), "m.relates_to", "rel_type").orElse("");
    }

    /** What the message says after its last edit. */
    private static String lastShown(List<Seen> events) {
        return events.stream()
                .flatMap(event -> Json.string(event.content(), "m.new_content", "body").stream())
                .reduce((earlier, later) -> later)
                .orElse("");
    }

    private static List<String> threaded(List<Seen> events) {
        return events.stream()
                .filter(event -> relation(event).equals("m.thread"))
                .map(Seen::body)
                .toList();
    }

    private static String golden(String sample) {
        return new Posts.Sample(sample).golden("txt");
    }
}
