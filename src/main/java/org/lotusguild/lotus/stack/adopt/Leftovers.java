package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** What was there, compared with what Lotus renders in its place. */
final class Leftovers {
    private static final Set<String> OPEN_LISTS = Set.of("app_service_config_files", "sso.client_whitelist");

    private final Installation it;
    private final Facts rendered;
    private final List<Note> taken;
    private final Map<String, Object> extra = new LinkedHashMap<>();
    private final List<Note> notes = new ArrayList<>();

    private Leftovers(Installation it, Facts rendered, List<Note> taken) {
        this.it = it;
        this.rendered = rendered;
        this.taken = taken;
    }

    /**
     * @param rendered the files of the plan that stands for the installation so far
     * @param taken what was said of settings already
     */
    static Adopted of(Installation it, Facts rendered, List<Note> taken) {
        Leftovers leftovers = new Leftovers(it, rendered, taken);
        leftovers.compare();
        Map<String, Object> settings = new LinkedHashMap<>();
        leftovers.extra.forEach((program, more) -> settings.put("stack.extra." + program, more));
        return new Adopted(settings, Map.of(), leftovers.notes);
    }

    private void compare() {
        synapse();
        logs();
        liveKit();
        coturn();
        settings(Kind.POSTGRES, "postgres");
        access();
        settings(Kind.SYSCTL, "sysctl");
        Adopted nginx = NginxLeftovers.of(it, rendered, taken);
        nginx.settings().forEach((name, text) -> Trees.below(extra, "nginx").put(name, text));
        notes.addAll(nginx.notes());
        notes.addAll(WholeFiles.of(it));
    }

    private void synapse() {
        SynapseConfig ours = rendered.synapse().orElseThrow();
        YamlLeftovers left = new YamlLeftovers(it, taken, keys -> below(ours, keys), OPEN_LISTS, true);
        it.synapse().written().forEach(one -> left.take(one.file(), one.entry(), List.of(), one.shadowedBy()));
        end("synapse", left);
    }

    private static Optional<YamlNode> below(SynapseConfig ours, List<String> keys) {
        return ours.node(keys.getFirst(), keys.subList(1, keys.size()).toArray(String[]::new));
    }

    private void end(String program, YamlLeftovers left) {
        if (!left.extra().isEmpty()) {
            extra.put(program, left.extra());
        }
        notes.addAll(left.notes());
    }

    private void logs() {
        yaml(Kind.SYNAPSE_LOG, "", false);
    }

    private void liveKit() {
        yaml(Kind.LIVEKIT, "livekit", true);
    }

    private void yaml(Kind kind, String program, boolean keeps) {
        Optional<YamlFile> ours = rendered.yaml(kind).stream().findFirst();
        if (ours.isEmpty()) {
            return;
        }
        for (YamlFile file : it.facts().yaml(kind)) {
            YamlLeftovers left =
                    new YamlLeftovers(it, taken, keys -> ours.get().node(keys.toArray(String[]::new)), Set.of(), keeps);
            file.entries().forEach(entry -> left.take(file, entry, List.of(), Optional.empty()));
            end(program, left);
        }
    }

    private void coturn() {
        Map<String, Set<String>> ours = new HashMap<>();
        rendered.coturn().forEach(file -> file.settings().forEach(setting -> add(ours, setting)));
        if (ours.isEmpty()) {
            return;
        }
        List<Object> lines = new ArrayList<>();
        it.facts().coturn().forEach(file -> {
            LineLeftovers left = new LineLeftovers(it, taken, ours, Set.of("denied-peer-ip"));
            file.settings().forEach(setting -> left.take(file.at(setting), setting, kept -> lines.add(line(kept))));
            notes.addAll(left.notes());
        });
        if (!lines.isEmpty()) {
            extra.put("coturn", lines);
        }
    }

    private static String line(Setting setting) {
        return setting.value().isEmpty() ? setting.key() : setting.key() + "=" + setting.value();
    }

    private static void add(Map<String, Set<String>> ours, Setting setting) {
        ours.computeIfAbsent(setting.key(), any -> new HashSet<>()).add(setting.value());
    }

    /** The distribution's own postgresql.conf stays where it is; what stands in conf.d makes room for ours. */
    private void settings(Kind kind, String program) {
        Map<String, Set<String>> ours = new HashMap<>();
        rendered.settings(kind).forEach(file -> file.settings().forEach(setting -> add(ours, setting)));
        Map<String, Object> pairs = new TreeMap<>();
        for (SettingsFile file : it.facts().settings(kind)) {
            if (!makesRoom(file, rendered)) {
                continue;
            }
            LineLeftovers left = new LineLeftovers(it, taken, ours, Set.of());
            file.settings().stream()
                    .filter(setting ->
                            file.last(setting.key()).filter(setting::equals).isPresent())
                    .forEach(setting ->
                            left.take(file.at(setting), setting, kept -> pairs.put(kept.key(), kept.value())));
            notes.addAll(left.notes());
        }
        if (!pairs.isEmpty()) {
            extra.put(program, pairs);
        }
    }

    /** Whether it says something that ours says too; a host has settings of its own beside. */
    static boolean makesRoom(SettingsFile file, Facts rendered) {
        return !WholeFiles.stays(file)
                && rendered.settings(file.kind()).stream()
                        .flatMap(own -> own.settings().stream())
                        .anyMatch(own -> file.last(own.key()).isPresent());
    }

    /** Others may use the database too. */
    private void access() {
        List<HbaFile.Rule> ours =
                rendered.hba().stream().flatMap(file -> file.rules().stream()).toList();
        List<Object> lines = new ArrayList<>();
        for (HbaFile file : it.facts().hba()) {
            for (HbaFile.Rule rule : file.rules()) {
                Where where = file.at(rule);
                Optional<String> findings = it.findings(where.file(), rule.line(), rule.line());
                if (findings.isPresent()) {
                    notes.add(new Note(Note.Kind.LEFT, where, where.path(), it.title(findings.get()), findings.get()));
                } else if (rule.options().stream().anyMatch(Discreet::text)) {
                    notes.add(new Note(Note.Kind.LEFT, where, where.path(), "holds a secret", ""));
                } else if (ours.stream().noneMatch(own -> sameButForTls(own, rule))) {
                    lines.add(file.origin().line(rule.line()).strip().replaceAll("\\s+", " "));
                    notes.add(new Note(Note.Kind.KEPT, where, where.path(), "", ""));
                } else if (ours.stream()
                        .noneMatch(own -> sameButForTls(own, rule) && own.type().equals(rule.type()))) {
                    notes.add(new Note(Note.Kind.LEFT, where, where.path(), "Lotus writes the same for TLS only", ""));
                }
            }
        }
        if (!lines.isEmpty()) {
            extra.put("pg-hba", lines);
        }
    }

    private static boolean sameButForTls(HbaFile.Rule own, HbaFile.Rule rule) {
        return own.type().replace("hostssl", "host").equals(rule.type().replace("hostssl", "host"))
                && own.database().equals(rule.database())
                && own.user().equals(rule.user())
                && own.address().equals(rule.address())
                && own.method().equals(rule.method());
    }
}
