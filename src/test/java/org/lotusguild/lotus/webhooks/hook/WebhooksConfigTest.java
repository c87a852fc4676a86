package org.lotusguild.lotus.webhooks.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.ConfigDump;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.config.Rate;
import org.lotusguild.lotus.base.config.Size;
import org.lotusguild.lotus.webhooks.notice.Level;

class WebhooksConfigTest {
    @TempDir
    private Path home;

    private WebhooksConfig read(String yaml) throws IOException {
        Path file = home.resolve("webhooks.yaml");
        Files.writeString(file, yaml);
        return new ConfigReader(name -> Optional.of("secret-of-" + name)).read(file, WebhooksConfig.class);
    }

    private List<String> mistakes(String yaml) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(yaml));
        return String.valueOf(refused.getMessage())
                .lines()
                .map(line -> line.replaceFirst(".*webhooks.yaml", ""))
                .toList();
    }

    private void secret(String name) throws IOException {
        Path file = home.resolve("secrets").resolve(name);
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(file, "secret-of-" + name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void fillsInTheDefaults() throws IOException {
        WebhooksConfig config = read("{}");

        assertThat(config.legacyRoot()).isFalse();
        assertThat(config.userPrefix()).isEqualTo("hook_");
        assertThat(config.maxBody()).isEqualTo(Size.parse("4MiB"));
        assertThat(config.limits().perHook()).isEqualTo(Rate.parse("10/s burst 50"));
        assertThat(config.limits().perAddress()).isEqualTo(Rate.parse("30/s burst 100"));
        assertThat(config.limits().maxPending()).isEqualTo(100_000);
        assertThat(config.history()).isEqualTo(new WebhooksConfig.History(Duration.ofDays(14), 50));
        assertThat(config.transforms().enabled()).isTrue();
        assertThat(config.hooks()).isEmpty();
    }

    @Test
    void refusesAGetThatOnlyASignatureWouldGuard() throws IOException {
        secret("sig");
        String signed = "{ kind: hmac, header: X-Sig, secret: { file: secrets/sig } }";
        String hook = "hooks: [{ name: old, get: true, rooms: [{ room: general }], auth: [AUTH] }]";

        assertThat(mistakes(hook.replace("AUTH", signed)))
                .anyMatch(line -> line.contains("no signature covers the query"));
        assertThat(read(hook.replace("AUTH", signed + ", { kind: bearer, secret: { file: secrets/sig } }"))
                        .hooks())
                .hasSize(1);
    }

    @Test
    void readsWhatTheGuideShows() throws IOException {
        for (String name : List.of("hook-alerts", "grafana-hmac", "old-script", "old-script.previous")) {
            secret(name);
        }
        WebhooksConfig config = read("""
                public-url: https://hooks.example.org
                legacy-root: false
                user-prefix: hook_
                admin-room: "!admins:example.org"
                max-body: 4MiB
                trusted-proxies: [127.0.0.1, 10.0.0.0/8]
                limits: { per-hook: 10/s burst 50, per-address: 30/s burst 100, max-pending: 100000 }
                history: { keep: 14d, per-hook: 50 }
                transforms: { enabled: true, cpu: 500ms, memory: 32MiB, disable-after: 5 }
                quiet-hours: { from: "23:00", to: "07:00", zone: Europe/Berlin, below: error }
                links: { seerr: https://requests.example.org }
                people: { alice: "@alice:example.org" }
                senders:
                  grafana: { name: Grafana, avatar: avatars/grafana.png }
                hooks:
                  - name: alerts
                    service: grafana
                    id: { file: secrets/hook-alerts }
                    auth:
                      - { kind: grafana, secret: { file: secrets/grafana-hmac }, timestamp-header: X-Grafana-Timestamp }
                    allow-addresses: [192.0.2.0/24]
                    rooms:
                      - room: "#alerts:example.org"
                        min-level: warning
                        mention: { critical: ["@room"], error: ["@alice:example.org"] }
                      - room: "#log:example.org"
                    images: thread
                    allow-hosts: [minio.example.org]
                    lifecycle: edit+thread
                  - name: media
                    rooms: [{ room: "#media:example.org", events: { sonarr.rename: true, "owncast.*": false } }]
                    group-window: 20s
                    link: application
                  - name: old-script
                    rooms: [{ room: general }]
                    get: true
                    wait: true
                    transform: { file: transforms/old-script.js }
                    expires: 2027-01-31
                    auth: [{ kind: bearer, secret: { file: secrets/old-script }, also: [{ file: secrets/old-script.previous }] }]
                """);

        assertThat(config.quietHours()).hasValueSatisfying(night -> {
            assertThat(night.from()).isEqualTo(LocalTime.of(23, 0));
            assertThat(night.below()).isEqualTo(Level.ERROR);
        });
        HookConfig alerts = config.hooks().get(0);
        assertThat(alerts.rooms().getFirst().minLevel()).contains(Level.WARNING);
        assertThat(alerts.rooms().getFirst().mention()).containsEntry("critical", List.of("@room"));
        assertThat(alerts.auth().getFirst().timestampHeader()).contains("X-Grafana-Timestamp");
        assertThat(alerts.lifecycle()).isEqualTo(Lifecycle.EDIT_THREAD);
        assertThat(config.hooks().get(1).rooms().getFirst().events())
                .isEqualTo(Map.of("sonarr.rename", true, "owncast.*", false));
        HookConfig script = config.hooks().get(2);
        assertThat(script.wait_()).isTrue();
        assertThat(script.expires()).contains(LocalDate.of(2027, 1, 31));
        assertThat(script.auth().getFirst().auth().secrets())
                .extracting(secret -> secret.value())
                .containsExactly("secret-of-old-script", "secret-of-old-script.previous");
        assertThat(ConfigDump.text(config))
                .contains("lifecycle: edit+thread", "wait: true", "per-hook: 10/s burst 50", "max-body: 4MiB")
                .doesNotContain("secret-of");
    }

    @Test
    void refusesWithLineAndRemedy() {
        assertThat(mistakes("""
                max-body: 17MiB
                hooks: []
                """)).singleElement().asString().contains(":1: max-body: must be 1B to 16MiB");
        assertThat(mistakes("""
                hooks:
                  - name: ab
                    rooms: [{ room: general }]
                  - name: fine
                  - name: open
                    rooms: [{ room: general }]
                    allow-addresses: [example.org]
                  - name: weak
                    rooms: [{ room: general, min-level: loud }]
                    auth: [{ kind: hmac, secret: "${HMAC}" }]
                    lifecycle: never
                """))
                .anySatisfy(line -> assertThat(line).contains(":2: hooks[0].name: must have 3 to 64 signs"))
                .anySatisfy(line -> assertThat(line).contains(":4: hooks[1]").contains("names no room"))
                .anySatisfy(line ->
                        assertThat(line).contains(":7: hooks[2].allow-addresses: \"example.org\" is no address"))
                .anySatisfy(line -> assertThat(line).contains(":9: ").contains("must be one of critical, error"))
                .anySatisfy(line -> assertThat(line).contains(":10: ").contains("header: is missing"))
                .anySatisfy(line -> assertThat(line).contains(":11: ").contains("must be one of edit+thread, edit"));
        assertThat(mistakes("""
                hooks:
                  - { name: twice, rooms: [{ room: general }] }
                  - { name: twice, rooms: [{ room: general }] }
                """)).singleElement().asString().contains(":1: hooks: two are called twice");
        assertThat(mistakes("admin-room: \"#admins\""))
                .singleElement()
                .asString()
                .contains(":1: admin-room: \"#admins\" is no room, write \"#alerts:example.org\"");
        assertThat(mistakes("""
                hooks:
                  - { name: alias, rooms: [{ room: "#alerts" }] }
                  - { name: key, rooms: [{ room: Alerts }] }
                """))
                .anySatisfy(line -> assertThat(line).contains(":2: hooks[0].rooms: \"#alerts\" is no room"))
                .anySatisfy(line -> assertThat(line).contains(":3: hooks[1].rooms: \"Alerts\" is no room"));
        assertThat(mistakes("hook: []")).singleElement().asString().contains("did you mean hooks?");
    }
}
