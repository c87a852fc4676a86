package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

class EffectsTest {

    private static Wanted changed(String path, String unit) {
        return changed(path, Optional.of(unit), "x\n");
    }

    private static Wanted changed(String path, Optional<String> unit, String text) {
        return new Wanted(new Manifest.Entry("0644", "root:root", "0".repeat(64), false, unit, path), text);
    }

    private static List<String> effects(Wanted... files) {
        return Effects.of(Arrays.asList(files)).stream()
                .map(effect -> effect.words() + (effect.interrupts() ? " !" : ""))
                .toList();
    }

    @Test
    void reloadsWhatCanAndRestartsTheRestOnlyOnDemand() {
        assertThat(effects(
                        changed("/etc/nginx/conf.d/lotus.conf", "nginx.service"),
                        changed("/etc/turnserver.conf", "coturn.service"),
                        changed("/etc/systemd/system/lotus-certs.timer", "lotus-certs.timer")))
                .containsExactly(
                        "systemctl daemon-reload",
                        "systemctl restart coturn.service !",
                        "systemctl enable --now lotus-certs.timer",
                        "systemctl reload-or-restart nginx.service");
    }

    @Test
    void restartsWorkersWithTheirMainProcessOnce() {
        assertThat(effects(
                        changed("/etc/matrix-synapse/homeserver.yaml", "matrix-synapse.service"),
                        changed("/etc/matrix-synapse/workers/sync-1.yaml", "matrix-synapse-worker@sync-1.service")))
                .containsExactly("systemctl restart matrix-synapse.service !");
        assertThat(effects(changed("/etc/matrix-synapse/workers/sync-1.yaml", "matrix-synapse-worker@sync-1.service")))
                .containsExactly("systemctl restart matrix-synapse-worker@sync-1.service !");
    }

    @Test
    void knowsWhichFilesAnEffectComesOf() {
        Wanted page = changed("/etc/nginx/conf.d/lotus.conf", "nginx.service");
        Wanted timer = changed("/etc/systemd/system/lotus-certs.timer", "lotus-certs.timer");
        List<Wanted> both = List.of(page, timer);
        assertThat(Effects.of(both))
                .extracting(effect -> Effects.causes(effect, both))
                .containsExactly(List.of(timer.path()), List.of(timer.path()), List.of(page.path()));
    }

    @Test
    void stopsAllOfSynapseBeforeAnyOfItStartsWhenTheWorkersChange() {
        assertThat(effects(changed("/etc/matrix-synapse/conf.d/lotus-workers.yaml", "matrix-synapse.service")))
                .containsExactly("systemctl stop matrix-synapse !", "systemctl start matrix-synapse !");
    }

    @Test
    void restartsWhoIsAskedBeforeWhoAsks() {
        Wanted kernel = changed("/etc/sysctl.d/99-lotus.conf", "systemd-sysctl.service");
        Wanted database = changed("/etc/postgresql/17/main/conf.d/lotus.conf", "postgresql@17-main.service");
        Wanted bus = changed("/etc/redis/lotus.conf", "redis-server.service");
        Wanted synapse = changed("/etc/matrix-synapse/homeserver.yaml", "matrix-synapse.service");
        Wanted calls = changed("/etc/livekit/livekit.yaml", "livekit-server.service");
        Wanted proxy = changed("/etc/nginx/conf.d/lotus.conf", "nginx.service");
        assertThat(effects(calls, synapse, proxy, bus, database, kernel))
                .containsExactly(
                        "systemctl restart systemd-sysctl.service",
                        "systemctl restart postgresql@17-main.service !",
                        "systemctl restart redis-server.service !",
                        "systemctl restart matrix-synapse.service !",
                        "systemctl restart livekit-server.service !",
                        "systemctl reload-or-restart nginx.service");
        Wanted workers = changed("/etc/matrix-synapse/conf.d/lotus-workers.yaml", "matrix-synapse.service");
        assertThat(effects(workers, database, calls))
                .containsExactly(
                        "systemctl stop matrix-synapse !",
                        "systemctl restart postgresql@17-main.service !",
                        "systemctl start matrix-synapse !",
                        "systemctl restart livekit-server.service !");
    }

    @Test
    void aServiceWhoseUnitIsOursBeginsWithTheMachine() {
        String text = "[Service]\nExecStart=/opt/a\n\n[Install]\nWantedBy=multi-user.target\n";
        assertThat(effects(changed("/etc/systemd/system/lotus.service", Optional.of("lotus.service"), text)))
                .containsExactly(
                        "systemctl daemon-reload",
                        "systemctl enable lotus.service",
                        "systemctl restart lotus.service !");
        assertThat(effects(changed("/etc/systemd/system/lotus-audit.service", Optional.empty(), "[Service]\n")))
                .containsExactly("systemctl daemon-reload");
    }

    /** The workers come with the main process, whose unit is its package's; all else that is to begin by itself is switched on. */
    @ParameterizedTest
    @MethodSource("samples")
    void everythingThatIsRenderedToBeginWithTheMachineIsSwitchedOn(String sample) {
        Map<String, String> begins = Samples.files(Samples.plan(sample)).stream()
                .filter(file -> file.path().startsWith("/etc/systemd/system/"))
                .filter(file -> file.text().contains("\n[Install]\n"))
                .collect(Collectors.toMap(RenderedFile::path, RenderedFile::text, (one, same) -> one));
        assertThat(begins).isNotEmpty();
        begins.forEach((path, text) -> {
            assertThat(effects(changed(path, Optional.of(name(path)), text)))
                    .as(path)
                    .anyMatch(words -> words.matches("systemctl enable (--now )?" + Pattern.quote(name(path))));
        });
        assertThat(Samples.files(Samples.plan(sample)))
                .filteredOn(file -> begins.containsKey(file.path()))
                .allSatisfy(file -> assertThat(file.unit()).as(file.path()).contains(name(file.path())));
    }

    static List<String> samples() {
        return Samples.NAMES;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
