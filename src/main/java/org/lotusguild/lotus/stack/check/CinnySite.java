package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.TextFile;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** The web client Cinny: how it is served, built and told where home is. */
final class CinnySite {
    private static final List<String> FRESH = List.of("/index.html", "/sw.js", "/config.json");
    private static final String ASSET = "/assets/index-0.js";
    private static final Pattern FALLBACK = Pattern.compile("/index\\.html");
    private static final Pattern CLIENT = Pattern.compile("cinny|config\\.json|/sw\\.js", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("cinny", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_CACHE = Pattern.compile("no-cache|no-store|max-age=0", Pattern.CASE_INSENSITIVE);
    private static final Pattern PULLS = Pattern.compile("\\bgit\\s+(?:-C\\s+\\S+\\s+)?pull\\b");
    private static final Pattern OVER_LIVE =
            Pattern.compile("\\b(?:cp|rsync|mv)\\b.*\\bdist/?\\*?.*(?:/var/www|/srv|/usr/share/nginx)");
    private static final Pattern BUILDS = Pattern.compile("\\bnpm\\s+(?:ci|install|run|i)\\b");

    static final List<Check> CHECKS = List.of(
            Check.of("CIN-002", MEDIUM, "Browsers keep the web client too long or ask for it too often")
                    .on(Kind.NGINX)
                    .passes(
                            "no-cache on index.html, sw.js and config.json, immutable on /assets/, and a Content-Security-Policy")
                    .because(
                            "after an update people see a white page until they empty their cache; without a policy one injected script reads every key")
                    .source("Vite build: file names in /assets/ carry a hash; RFC 8246; CSP Level 3")
                    .run(CinnySite::caching),
            Check.of("CIN-003", HIGH, "The web client is updated in a way that breaks it, as root")
                    .on(Kind.SCRIPT)
                    .passes(
                            "a pinned release, built beside by a user without rights, switched by a link, the old one kept")
                    .because(
                            "whatever is on the branch that day runs as root, and visitors meet half of the old and half of the new")
                    .source("npm runs the scripts of every package that it installs")
                    .run(CinnySite::updates),
            Check.of("CIN-004", LOW, "The web client offers a host name in the place of the server name")
                    .on(Kind.CINNY)
                    .passes("homeserverList holds the server name, and defaultHomeserver is an index of it")
                    .because("people see and learn a name that is not in their ids, and lookups by it may fail")
                    .source("Cinny, config.json")
                    .run(CinnySite::servers));

    private CinnySite() {}

    private static Stream<Finding> caching(Facts facts) {
        return facts.nginx().stream()
                .flatMap(file -> NginxRoutes.servers(file).stream()
                        .filter(server -> servesClient(server.directive()))
                        .map(server -> lacks(file, server))
                        .filter(lacks -> !lacks.isEmpty())
                        .map(
                                lacks -> failed(
                                        file.missing("Cache-Control"),
                                        "without " + String.join(", ", lacks),
                                        "Cache-Control \"no-cache\" on " + String.join(", ", FRESH)
                                                + ", \"public, max-age=31536000, immutable\" on /assets/, and a Content-Security-Policy"))
                        .map(Finding.class::cast)
                        .distinct());
    }

    /** A root with a fallback to index.html, and a word that only this client has. */
    private static boolean servesClient(Directive server) {
        List<Directive> all = below(server).toList();
        boolean root = all.stream().anyMatch(directive -> directive.name().equals("root"));
        boolean falls = all.stream()
                .filter(directive ->
                        directive.name().equals("try_files") || directive.name().equals("rewrite"))
                .anyMatch(directive -> FALLBACK.matcher(directive.text()).find());
        return root
                && falls
                && all.stream()
                        .anyMatch(directive -> CLIENT.matcher(directive.text()).find());
    }

    private static Stream<Directive> below(Directive block) {
        return block.block().stream().flatMap(inner -> Stream.concat(Stream.of(inner), below(inner)));
    }

    private static List<String> lacks(NginxFile file, Nested server) {
        List<String> lacks = new ArrayList<>();
        List<String> kept = FRESH.stream()
                .filter(path -> !fresh(file, NginxRoutes.answering(server, path)))
                .toList();
        if (!kept.isEmpty()) {
            lacks.add("no-cache on " + String.join(" ", kept));
        }
        boolean lasting = header(file, NginxRoutes.answering(server, ASSET), "Cache-Control")
                .filter(value -> value.contains("immutable"))
                .isPresent();
        if (!lasting) {
            lacks.add("immutable on /assets/");
        }
        if (header(file, NginxRoutes.answering(server, "/index.html"), "Content-Security-Policy")
                .isEmpty()) {
            lacks.add("Content-Security-Policy");
        }
        return lacks;
    }

    private static boolean fresh(NginxFile file, Nested level) {
        boolean expired = level.inherited(file, "expires").stream()
                .anyMatch(expires ->
                        expires.text().startsWith("-") || expires.text().matches("epoch|0"));
        return expired
                || header(file, level, "Cache-Control")
                        .filter(value -> NO_CACHE.matcher(value).find())
                        .isPresent();
    }

    private static Optional<String> header(NginxFile file, Nested level, String name) {
        return level.inherited(file, "add_header").stream()
                .filter(header ->
                        header.args().size() > 1 && header.args().getFirst().equalsIgnoreCase(name))
                .map(header -> header.args().get(1).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private record Fault(int line, String what) {}

    private static Stream<Finding> updates(Facts facts) {
        return facts.texts(Kind.SCRIPT).stream()
                .filter(script -> NAME.matcher(script.file() + String.join("\n", script.lines()))
                        .find())
                .flatMap(script -> update(facts, script).stream());
    }

    private static Optional<Finding> update(Facts facts, TextFile script) {
        List<Command> commands = Command.in(script);
        List<Fault> faults = new ArrayList<>();
        fault(commands, PULLS, "takes whatever is on the branch (git pull)").ifPresent(faults::add);
        fault(commands, OVER_LIVE, "copies over the live folder").ifPresent(faults::add);
        boolean root = CronJobs.all(facts).anyMatch(job -> job.user().equals("root") && job.calls(script));
        fault(commands, BUILDS, "builds as root").filter(fault -> root).ifPresent(faults::add);
        return faults.stream()
                .min(Comparator.comparingInt(Fault::line))
                .map(first -> failed(
                        script.at(first.line(), "update of the client"),
                        faults.stream().map(Fault::what).collect(Collectors.joining(", ")),
                        "lotus' own client build: a pinned release, checked, built beside and switched by a link"));
    }

    private static Optional<Fault> fault(List<Command> commands, Pattern pattern, String what) {
        return commands.stream()
                .map(command -> command.lineOf(pattern))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .map(line -> new Fault(line.getAsInt(), what));
    }

    private static Stream<Finding> servers(Facts facts) {
        Optional<String> name = facts.synapse().flatMap(synapse -> synapse.text("server_name"));
        return facts.yaml(Kind.CINNY).stream()
                .flatMap(file -> Stream.of(stranger(file, name), outside(file)).flatMap(Optional::stream));
    }

    private static Optional<Finding> stranger(YamlFile file, Optional<String> name) {
        List<YamlNode> listed = file.items("homeserverList");
        boolean held =
                name.isEmpty() || listed.stream().anyMatch(item -> item.text().equals(name));
        if (held || listed.isEmpty()) {
            return Optional.empty();
        }
        String wrong = listed.stream()
                .flatMap(item -> item.text().stream())
                .filter(text -> text.endsWith("." + name.get()))
                .findFirst()
                .or(() -> listed.getFirst().text())
                .orElse("");
        YamlNode place = listed.stream()
                .filter(item -> item.text().equals(Optional.of(wrong)))
                .findFirst()
                .orElse(listed.getFirst());
        Finding.Failed finding = failed(file.at(place), wrong, name.get());
        return Optional.of(
                wrong.endsWith("." + name.get())
                        ? Edits.with(
                                finding,
                                Edits.rename(file, place.line(), "\"" + wrong + "\"", "\"" + name.get() + "\""))
                        : finding);
    }

    private static Optional<Finding> outside(YamlFile file) {
        int size = file.items("homeserverList").size();
        Optional<YamlScalar> index = file.root().scalar("defaultHomeserver");
        OptionalLong number = index.map(YamlScalar::whole).orElse(OptionalLong.empty());
        return index.filter(written ->
                        number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() >= Math.max(1, size))
                .map(written -> failed(
                        file.at(written),
                        "defaultHomeserver: " + written.text() + " of " + size + " entries",
                        "0 to " + (size - 1)));
    }
}
