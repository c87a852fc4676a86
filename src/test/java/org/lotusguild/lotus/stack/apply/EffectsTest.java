package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.render.Manifest;

class EffectsTest {

    private static Wanted changed(String path, String unit) {
        Manifest.Entry entry = new Manifest.Entry(
                "0644", "root:root", "0".repeat(64), false, Optional.of(unit).filter(u -> !u.isEmpty()), path);
        return new Wanted(entry, "x\n");
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
                        "systemctl reload nginx.service");
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
}
