package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;

class RendererTest {

    static List<String> samples() {
        return Samples.NAMES;
    }

    private static Map<String, String> texts(String yaml) {
        return Samples.files(Samples.planOf(yaml)).stream()
                .collect(Collectors.toMap(file -> file.host() + file.path(), RenderedFile::text));
    }

    /** The files that one change of the plan changes. */
    private static Set<String> changed(String before, String after) {
        assertThat(after).isNotEqualTo(before);
        Map<String, String> old = texts(before);
        Map<String, String> fresh = texts(after);
        Set<String> all = new TreeSet<>(old.keySet());
        all.addAll(fresh.keySet());
        return all.stream()
                .filter(path -> !java.util.Objects.equals(old.get(path), fresh.get(path)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writesTheSameBytesTwice(String sample) {
        assertThat(Samples.files(Samples.plan(sample))).isEqualTo(Samples.files(Samples.plan(sample)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contacts                  | lan: [10.20.0.0/24]       | lan: [10.20.0.0/24], contacts: [{email: a@example.org}] | /etc/nginx/conf.d/lotus.conf",
                "nginx's release           | nginx: \"1.26\"           | nginx: \"1.22.1\"       | /etc/nginx/conf.d/lotus.conf,/etc/nginx/conf.d/lotus-client.conf",
                "the hour of backups       | at: \"03:30\"             | at: \"04:30\"           | /etc/systemd/system/lotus-backup.timer,/etc/systemd/system/lotus-backup-verify.timer",
                "the room that is featured | spaces: [\"#guild:example.org\"] | spaces: []       | /etc/lotus/client/config.json",
                "media's time              | keep-remote: 1y           | keep-remote: 90d        | /etc/matrix-synapse/homeserver.yaml",
            })
    void changesOnlyWhatHangsOnTheLine(String what, String line, String other, String files) {
        String yaml = Samples.text("five-hosts");
        String after = what.startsWith("contacts")
                ? yaml.replace("  lan: [10.20.0.0/24]", "  lan: [10.20.0.0/24]\n  contacts: [{email: a@example.org}]")
                : yaml.replace(line.strip(), other.strip());
        assertThat(changed(yaml, after).stream().map(path -> path.substring(path.indexOf('/'))))
                .as(what)
                .containsExactlyInAnyOrder(files.strip().split(","));
    }

    @Test
    void saysInRootsUnitWhatRootDoesWithBackups() {
        String yaml = Samples.text("five-hosts");
        String other =
                yaml.replace("{path: /var/backups/lotus,", "{path: /srv/backups, off-site: '/opt/copy 50% \"$x\\',");
        Plan plan = Samples.planOf(other);
        Host host = plan.the(Role.SYNAPSE);
        assertThat(Samples.file(plan, host, "/etc/systemd/system/lotus-backup.service"))
                .contains("--path /srv/backups \\\n", "--off-site \"/opt/copy 50%% \\\"$$x\\\\\"\n");
        assertThat(Samples.file(plan, host, "/etc/systemd/system/lotus-backup-verify.service"))
                .contains("--path /srv/backups \\\n")
                .doesNotContain("--off-site");
    }

    @Test
    void changesOnlyTheFilesOfCallsWhenCallsEnd() {
        String yaml = Samples.text("five-hosts");
        assertThat(changed(yaml, yaml.replace("calls: true", "calls: false")))
                .contains("matrix/etc/matrix-synapse/conf.d/lotus-calls.yaml", "proxy/etc/nginx/conf.d/lotus.conf")
                .doesNotContain("matrix/etc/matrix-synapse/homeserver.yaml", "matrix/etc/systemd/system/lotus.service")
                .noneMatch(path -> path.startsWith("database/"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsSecretsOutOfFilesThatOthersMayRead(String sample) {
        SecretValues secrets = Samples.secrets();
        List<String> values = Arrays.stream(SecretName.values())
                .map(name -> secrets.value(name).value())
                .toList();
        List<RenderedFile> files = Samples.files(Samples.plan(sample));
        assertThat(files).anyMatch(RenderedFile::secret);
        assertThat(files)
                .filteredOn(file -> !file.secret())
                .allSatisfy(file -> assertThat(file.text())
                        .as(file.path())
                        .doesNotContain(values)
                        .doesNotContain("fake-as-token", "fake-hs-token"));
        assertThat(files)
                .filteredOn(RenderedFile::secret)
                .allSatisfy(file -> assertThat(file.mode()).as(file.path()).isIn("0640", "0600", "0400", "0440"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void tellsEverywhereWhoWroteIt(String sample) {
        assertThat(Samples.files(Samples.plan(sample)))
                .filteredOn(file -> !file.path().endsWith(".json")
                        && !file.path().contains("/secrets/")
                        && !file.path().contains("/appservices/"))
                .allSatisfy(file -> assertThat(file.text().lines().limit(2).collect(Collectors.joining()))
                        .as(file.path())
                        .contains("Written by lotus render 0.0-test from lotus.yaml"));
    }

    @Test
    void writesNothingForWhatNoHostHas() {
        assertThat(Samples.files(Samples.plan("large")))
                .extracting(RenderedFile::path)
                .noneMatch(
                        path -> path.contains("turnserver") || path.contains("livekit") || path.contains("authelia"));
    }
}
