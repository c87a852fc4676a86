package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.stack.render.HostFacts;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/** The legacy installation, adopted and rendered: what differs from what was there differs because the audit says so. */
class AdoptedDifferencesTest {
    /** What differs without a finding, and why. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("synapse/homeserver.yaml:1", "/var/run is /run"),
            Map.entry("synapse/homeserver.yaml:23", "the password stands in a pgpass file"),
            Map.entry("synapse/homeserver.yaml:30", "the secret stands in a file"),
            Map.entry("synapse/homeserver.yaml:31", "the secret stands in a file"),
            Map.entry("synapse/homeserver.yaml:32", "the secret stands in a file"),
            Map.entry("synapse/homeserver.yaml:78", "the list goes on with Lotus' own registration"),
            Map.entry("synapse/log.yaml:11", "two weeks of logs"),
            Map.entry("coturn/turnserver.conf:3", "the address of the host, not all"),
            Map.entry("coturn/turnserver.conf:14", "the other end of the range that has the finding"),
            Map.entry("coturn/turnserver.conf:20", "quotas that fit the range of ports"),
            Map.entry("coturn/turnserver.conf:21", "quotas that fit the range of ports"),
            Map.entry("coturn/turnserver.conf:8", "the sample's secret is another one"),
            Map.entry("postgresql/conf.d/synapse_tuning.conf:2", "computed from the host's memory"),
            Map.entry("postgresql/conf.d/synapse_tuning.conf:3", "computed from the host's memory"),
            Map.entry("postgresql/conf.d/synapse_tuning.conf:5", "computed from the host's memory"));

    private final Facts legacy = Fixtures.facts(Fixtures.told(), Fixtures.LEGACY);
    private final Plan plan = Legacy.plan(Legacy.adoption().yaml());
    private final Facts rendered = facts(Told.nothing());

    private Facts facts(Told told) {
        List<Origin> origins = Samples.files(plan).stream()
                .map(file -> new Origin(
                        file.host() + file.path(),
                        "/" + file.host() + file.path(),
                        file.text().lines().toList(),
                        Optional.empty(),
                        false))
                .toList();
        return Reading.read(origins, NameLists.read())
                .facts(Fixtures.NOW, told, NameLists.read(), Map.of(), Set.of(), List.of());
    }

    /** Places of settings that the rendered files have not, with the last line of each. */
    private final Map<String, Integer> differing = new TreeMap<>();

    private void collect() {
        legacy.synapse()
                .orElseThrow()
                .files()
                .forEach(file -> file.entries().forEach(entry -> leaf(file.file(), entry, List.of(), Kind.SYNAPSE)));
        for (Kind kind : List.of(Kind.LIVEKIT, Kind.SYNAPSE_LOG)) {
            legacy.yaml(kind)
                    .forEach(file -> file.entries().forEach(entry -> leaf(file.file(), entry, List.of(), kind)));
        }
        List<Setting> coturn = rendered.coturn().getFirst().settings();
        legacy.coturn().forEach(file -> file.settings().forEach(line -> line(file.file(), line, coturn)));
        for (Kind kind : List.of(Kind.POSTGRES, Kind.SYSCTL)) {
            List<Setting> ours = rendered.settings(kind).stream()
                    .flatMap(file -> file.settings().stream())
                    .toList();
            legacy.settings(kind).forEach(file -> file.settings().forEach(line -> line(file.file(), line, ours)));
        }
    }

    private void leaf(String file, YamlEntry entry, List<String> above, Kind kind) {
        List<String> keys = new ArrayList<>(above);
        keys.add(entry.key());
        if (entry.value() instanceof YamlMap map) {
            map.all().forEach(inner -> leaf(file, inner, keys, kind));
            return;
        }
        Optional<YamlNode> ours = kind == Kind.SYNAPSE
                ? rendered.synapse()
                        .orElseThrow()
                        .node(keys.getFirst(), keys.subList(1, keys.size()).toArray(String[]::new))
                : rendered.yaml(kind).getFirst().node(keys.toArray(String[]::new));
        if (ours.filter(own -> Trees.same(entry.value(), own)).isEmpty()) {
            int last = entry.value().walk().mapToInt(YamlNode::line).max().orElse(0);
            differing.put(file + ":" + entry.line(), Math.max(last, entry.line()));
        }
    }

    private void line(String file, Setting setting, List<Setting> ours) {
        if (ours.stream()
                .noneMatch(own -> own.key().equals(setting.key()) && own.value().equals(setting.value()))) {
            differing.put(file + ":" + setting.line(), setting.line());
        }
    }

    @Test
    void differsOnlyWhereTheAuditHasAFindingOrForAReason() {
        collect();
        Installation it = Legacy.installation();
        List<String> unexplained = differing.entrySet().stream()
                .filter(place -> {
                    String file = place.getKey().replaceAll(":\\d+$", "");
                    int first = Integer.parseInt(place.getKey().replaceAll(".*:", ""));
                    return it.findings(file, first, place.getValue()).isEmpty();
                })
                .map(Map.Entry::getKey)
                .toList();
        assertThat(differing).hasSizeGreaterThan(30);
        assertThat(unexplained).containsExactlyInAnyOrderElementsOf(REASONS.keySet());
    }

    /** Of nginx, access rules and whole files, which are not compared setting by setting above. */
    @Test
    void leavesOutWithoutAFindingOnlyWhatLotusDoesItself() {
        assertThat(Legacy.adoption().notes().stream()
                        .filter(note ->
                                note.kind() == Note.Kind.LEFT && note.findings().isEmpty())
                        .filter(note -> !REASONS.containsKey(note.place()))
                        .map(note -> note.place() + " " + note.what()))
                .containsExactlyInAnyOrder(
                        "nginx/cinny.conf:1 server chat.example.org",
                        "nginx/matrix.conf:2 listen 443 ssl",
                        "nginx/matrix.conf:20 listen 443 ssl",
                        "nginx/matrix.conf:30 location /webhook/",
                        "nginx/matrix.conf:33 location /livekit/jwt/",
                        "nginx/matrix.conf:36 location /livekit/sfu/",
                        "postgresql/pg_hba.conf:7 host synapse synapse_user",
                        "synapse/homeserver.yaml:66 oidc_providers[0].client_secret");
    }

    @Test
    void rendersTheSameBytesTwice() {
        assertThat(Legacy.adoption().yaml()).isEqualTo(Legacy.adoption().yaml());
        assertThat(Samples.files(Legacy.plan(Legacy.adoption().yaml()))).isEqualTo(Samples.files(plan));
    }

    @Test
    void changesOnlyTheFileThatHangsOnALineOfExtra() {
        String yaml = Legacy.adoption().yaml();
        Plan other = Legacy.plan(yaml.replace("use_external_ip: false", "use_mdns: false"));
        List<RenderedFile> before = Samples.files(plan);
        assertThat(Samples.files(other).stream()
                        .filter(file -> !before.contains(file))
                        .map(RenderedFile::path))
                .containsExactly("/etc/livekit/livekit.yaml");
    }

    @Test
    void leavesNothingForTheAuditButTheOldRelease() {
        Told told = ToldFile.of(Path.of("facts.yaml"), "facts.yaml", HostFacts.text(plan));
        assertThat(Audit.run(facts(told), Selection.ALL, List.of(), 0).hits().stream()
                        .filter(hit -> hit.failed() && hit.severity().atLeast(Severity.MEDIUM))
                        .map(hit -> hit.check().id() + " " + hit.where()))
                .allMatch(hit -> hit.startsWith("SYN-037"));
    }
}
