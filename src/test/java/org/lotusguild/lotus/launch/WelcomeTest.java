package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.stack.trial.TrialGuild;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import tools.jackson.databind.JsonNode;

/** What {@code up} prints at last. */
class WelcomeTest {
    private static final Pattern CURL = Pattern.compile("curl -H '([^']+)' -d '([^']+)' (\\S+)");
    private static final Path HOME = Path.of("guild").toAbsolutePath();

    private static TrialGuild trial() {
        return new TrialGuild(
                URI.create("http://127.0.0.1:8008"),
                "lotus.test",
                HOME.resolve("lotus.yaml"),
                HOME.resolve("registration.yaml"),
                account("admin"),
                account("guest"),
                false);
    }

    private static TrialGuild.Account account(String name) {
        return new TrialGuild.Account(
                UserId.parse("@" + name + ":lotus.test"), new Secret("x"), HOME.resolve(name), name.equals("admin"));
    }

    @Test
    void theLineThatATrialShowsBecomesAFormattedAlert() {
        Captured captured = new Captured();
        Status status = new Status(
                1,
                "1",
                true,
                HOME.toString(),
                "http://127.0.0.1:8008",
                "lotus.test",
                "http://127.0.0.1:8090",
                null,
                Map.of(),
                Map.of(),
                Map.of());
        new Welcome(captured.console())
                .print(
                        status,
                        Optional.of(trial()),
                        name -> Optional.of(URI.create("http://127.0.0.1:8090/webhook/" + name)));

        Matcher line = CURL.matcher(captured.out());
        assertThat(line.find()).as(captured.out()).isTrue();
        assertThat(line.group(1)).isEqualTo("Content-Type: application/json");
        assertThat(line.group(3)).isEqualTo("http://127.0.0.1:8090/webhook/spam");
        assertThat(captured.out()).contains("encrypted Commands room: http://127.0.0.1:8090/webhook/commands");
        assertThat(body(Json.parse(line.group(2))))
                .startsWith("🔥 ")
                .contains("/tank is 97% full on nas – critical", "Only 3.2% free.")
                .doesNotContain("{", "null");
    }

    private static String body(JsonNode payload) {
        Service service = Detect.of(payload, Optional.empty(), "").service();
        assertThat(service).isEqualTo(Service.GRAFANA);
        Context context = new Context("spam", Instant.EPOCH, Map.of(), false, false);
        Notice notice = Services.formatter(service)
                .of(payload, Optional.empty(), context)
                .message();
        return MessageContent.notice(NoticeDoc.of(notice)).path("body").asString();
    }
}
