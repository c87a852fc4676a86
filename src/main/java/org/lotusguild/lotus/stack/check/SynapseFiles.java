package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Access;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Several files together, and the files that they name. */
final class SynapseFiles {
    private static final int READ_BY_GROUP = 0040;
    private static final int OF_OTHERS = 0077;
    private static final Set<String> NAMED = Set.of("log_config", "worker_log_config", "app_service_config_files");
    /** Made by Synapse itself when it is not there. */
    private static final Set<String> MADE = Set.of("media_store_path", "pid_file", "worker_pid_file");

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-032", HIGH, "A setting is defined twice and the later one replaces the whole of the earlier")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .passes(
                            "no key is written twice in one file, and no key of the top level in two files with other values")
                    .because("Synapse takes the last one and does not merge lists or blocks")
                    .source("configuration manual, several files; measured with 1.163.2")
                    .run(facts -> Stream.concat(withinFiles(facts), acrossFiles(facts))),
            Check.of("SYN-057", HIGH, "A file that the configuration names is missing or closed to Synapse")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .originals()
                    .passes(
                            "log configuration, registrations, secrets, templates and certificates exist and Synapse's user may read them")
                    .because("the check of the configuration opens only the signing key; the rest fails at the start")
                    .source("measured with 1.163.2: a missing log_config or registration passes the check")
                    .run(SynapseFiles::namedFiles),
            Check.of("SYN-030", CRITICAL, "The signing key is missing, or open to others")
                    .on(Kind.SYNAPSE)
                    .originals()
                    .passes("signing_key_path exists, belongs to Synapse's user with mode 0600, and is in the backups")
                    .because("whoever has it speaks as this server everywhere; without it the server's name is lost")
                    .source("configuration manual, signing_key_path")
                    .run(SynapseFiles::signingKey));

    private SynapseFiles() {}

    private static Stream<Finding> withinFiles(Facts facts) {
        return Stream.concat(facts.yaml(Kind.SYNAPSE).stream(), facts.yaml(Kind.WORKER).stream())
                .flatMap(file -> file.root()
                        .walk()
                        .filter(YamlMap.class::isInstance)
                        .flatMap(map -> twice(file, (YamlMap) map)));
    }

    private static Stream<Finding> twice(YamlFile file, YamlMap map) {
        Map<String, YamlEntry> earlier = new HashMap<>();
        List<Finding> found = new ArrayList<>();
        for (YamlEntry entry : map.all()) {
            YamlEntry before = earlier.put(entry.key(), entry);
            if (before != null) {
                found.add(Finding.failed(
                                file.at(entry),
                                Shown.of(entry) + ", after line " + before.line() + " with "
                                        + Shown.value(entry.key(), before.value()),
                                "keep one " + entry.key())
                        .so("Synapse takes the last one"));
            }
        }
        return found.stream();
    }

    private static Stream<Finding> acrossFiles(Facts facts) {
        Map<String, Map<String, Written>> byKey = new LinkedHashMap<>();
        facts.synapse().stream()
                .flatMap(SynapseConfig::written)
                .forEach(one -> byKey.computeIfAbsent(one.entry().key(), key -> new LinkedHashMap<>())
                        .put(one.file().file(), one));
        return byKey.entrySet().stream()
                .flatMap(entry ->
                        across(entry.getKey(), List.copyOf(entry.getValue().values())).stream());
    }

    /** @param all one of each file, in the order in which Synapse reads them */
    private static List<Finding> across(String key, List<Written> all) {
        List<Finding> found = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            Written before = all.get(i - 1);
            Written after = all.get(i);
            if (!same(before.value(), after.value())) {
                found.add(replaced(key, before, after));
            }
        }
        return found;
    }

    private static Finding replaced(String key, Written before, Written after) {
        Finding.Failed failed = Finding.failed(
                after.where(),
                key + ": " + told(key, after) + ", after " + before.where().file() + ":"
                        + before.where().line() + " with " + told(key, before),
                "keep one " + key + ", in " + before.where().file());
        boolean lost = "listeners".equals(key)
                && Listeners.ofBlock(before.value()).stream().anyMatch(Listeners.Listener::client)
                && Listeners.ofBlock(after.value()).stream().noneMatch(Listeners.Listener::client);
        return lost ? failed.as(CRITICAL).so("after a restart Synapse has no client API" + open(after)) : failed;
    }

    private static String told(String key, Written one) {
        List<Integer> ports = Listeners.ofBlock(one.value()).stream()
                .map(Listeners.Listener::port)
                .toList();
        return "listeners".equals(key) && !ports.isEmpty()
                ? ports.size() + (ports.size() == 1 ? " entry (port " : " entries (ports ")
                        + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")"
                : Shown.value(key, one.value());
    }

    private static String open(Written after) {
        return Listeners.ofBlock(after.value()).stream()
                .filter(listener -> listener.metrics() && listener.anywhere())
                .findFirst()
                .map(listener -> ", and metrics are open on every address")
                .orElse("");
    }

    private static boolean same(YamlNode one, YamlNode other) {
        return plain(one).equals(plain(other));
    }

    /** The value without lines. */
    private static Object plain(YamlNode node) {
        return switch (node) {
            case YamlScalar scalar -> scalar.isText() ? List.of(scalar.text()) : scalar.text();
            case YamlList list -> list.items().stream().map(SynapseFiles::plain).toList();
            case YamlMap map ->
                map.all().stream()
                        .collect(Collectors.toMap(YamlEntry::key, entry -> plain(entry.value()), (a, b) -> b));
        };
    }

    private static Stream<Finding> namedFiles(Facts facts) {
        Optional<String> user = user(facts);
        return Stream.concat(facts.yaml(Kind.SYNAPSE).stream(), facts.yaml(Kind.WORKER).stream())
                .flatMap(file -> file.entries().stream()
                        .flatMap(entry -> scalars(entry.value()))
                        .filter(scalar -> names(scalar.path()))
                        .flatMap(scalar -> named(facts, file, scalar, user)));
    }

    private static boolean names(String path) {
        int bracket = path.endsWith("]") ? path.lastIndexOf('[') : path.length();
        String last = path.substring(path.lastIndexOf('.', bracket) + 1, bracket);
        return NAMED.contains(last)
                || !MADE.contains(last)
                        && !"signing_key_path".equals(last)
                        && (last.endsWith("_path")
                                || last.endsWith("_file")
                                || last.equals("custom_template_directory"));
    }

    private static Stream<YamlScalar> scalars(YamlNode node) {
        return node.walk().filter(YamlScalar.class::isInstance).map(YamlScalar.class::cast);
    }

    private static Stream<Finding> named(Facts facts, YamlFile file, YamlScalar scalar, Optional<String> user) {
        NamedPath path = facts.paths().get(scalar.text());
        if (path == null) {
            return Stream.of();
        }
        if (!path.known()) {
            return Stream.of(
                    Finding.unknown(file.at(scalar), scalar.text() + " cannot be looked up by this user; run as root"));
        }
        if (!path.exists()) {
            return Stream.of(Finding.failed(
                    file.at(scalar),
                    scalar.path() + ": " + scalar.text() + ", which is not there",
                    "make the file, or mend the path"));
        }
        boolean closed = user.isPresent()
                && path.access().filter(access -> !readable(access, user.get())).isPresent();
        return closed
                ? Stream.of(Finding.failed(
                        file.at(scalar),
                        scalar.text() + ", "
                                + path.access().map(SynapseFiles::shown).orElse(""),
                        "let " + user.get() + " read it: chown root:" + user.get() + " and chmod 0640"))
                : Stream.of();
    }

    private static boolean readable(Access access, String user) {
        return access.owner().equals(user)
                || access.readableByAll()
                || access.group().equals(user) && (access.mode() & READ_BY_GROUP) != 0;
    }

    private static String shown(Access access) {
        return access.owner() + ":" + access.group() + " " + access.shown();
    }

    /** Who Synapse runs as, if its unit says so. */
    private static Optional<String> user(Facts facts) {
        return facts.ini(Kind.UNIT).stream()
                .filter(unit -> unit.all("Service", "ExecStart")
                        .anyMatch(start -> start.value().contains("synapse.app")))
                .flatMap(unit -> unit.last("Service", "User").stream())
                .map(entry -> entry.value().strip())
                .findFirst();
    }

    private static Stream<Finding> signingKey(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.effective("signing_key_path").stream())
                .flatMap(one -> key(facts, one));
    }

    private static Stream<Finding> key(Facts facts, Written one) {
        NamedPath path = facts.paths().get(one.value().text().orElse(""));
        if (path == null) {
            return Stream.of();
        }
        if (!path.known()) {
            return Stream.of(
                    Finding.unknown(one.where(), "the signing key cannot be looked up by this user; run as root"));
        }
        if (!path.exists()) {
            return Stream.of(Finding.failed(
                    one.where(), Shown.of(one.entry()) + ", which is not there", "restore it from a backup"));
        }
        boolean open =
                path.access().filter(access -> (access.mode() & OF_OTHERS) != 0).isPresent();
        Stream<Finding> mode = open
                ? Stream.of(Finding.failed(
                        one.where(),
                        Shown.of(one.entry()) + ", "
                                + path.access().map(SynapseFiles::shown).orElse(""),
                        "chmod 0600"))
                : Stream.of();
        boolean left = facts.told()
                .backups()
                .filter(backups -> !backups.holds().contains(Told.Backups.Part.SIGNING_KEY))
                .isPresent();
        Stream<Finding> backup = left
                ? Stream.of(Finding.failed(
                        one.where(),
                        "no backup holds it (told in " + facts.told().file() + ")",
                        "add it to the backups"))
                : Stream.of();
        return Stream.concat(mode, backup);
    }
}
