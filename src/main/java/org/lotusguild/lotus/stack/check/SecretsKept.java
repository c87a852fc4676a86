package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Access;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.SqlFile;
import org.lotusguild.lotus.stack.facts.TextFile;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Where secrets lie, and who can read them there. */
final class SecretsKept {
    private static final Pattern ASSIGNED =
            Pattern.compile("(?:^|[\\s;\"])(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(\"[^\"]*\"|'[^']*'|[^\\s;\"']+)");
    private static final Pattern BEARER = Pattern.compile("(?i)\\bBearer\\s+([A-Za-z0-9_.~+/=-]{8,})");
    private static final Pattern FLAG =
            Pattern.compile("--?(?:password|passwd|token|secret)[= ]([^\\s\"'$<-][^\\s\"']*)");
    private static final Pattern LOGIN = Pattern.compile("://[^/\\s:@\"'$]+:([^/\\s@\"'$]+)@");
    private static final Pattern NO_VALUE = Pattern.compile("|\\$.*|/.*|\\.\\.?/.*|~/.*|<.*|%[a-z].*|…|\\.\\.\\.|-");

    static final List<Check> CHECKS = List.of(
            Check.of(
                            "SEC-001",
                            CRITICAL,
                            "Everybody can read a file with secrets, or change a file that a service obeys")
                    .on(
                            Kind.SYNAPSE,
                            Kind.WORKER,
                            Kind.REGISTRATION,
                            Kind.LIVEKIT,
                            Kind.HOOKSHOT,
                            Kind.SYGNAL,
                            Kind.AUTHELIA,
                            Kind.LLDAP,
                            Kind.COTURN,
                            Kind.UNIT,
                            Kind.SCRIPT,
                            Kind.CRON)
                    .passes(
                            "files with secrets are not readable by others and outside of git, and no file is writable by all")
                    .because(
                            "any program on the host, or whoever clones the repository, acts in the name of the server")
                    .source("file modes")
                    .originals()
                    .run(SecretsKept::exposed),
            Check.of("SEC-002", HIGH, "A token or password stands in a script, a unit or a cron table")
                    .on(Kind.SCRIPT, Kind.UNIT, Kind.CRON)
                    .passes("scripts, units and cron lines read secrets from files of mode 0600")
                    .because("they are readable by all, shown by systemctl, copied into notes and never changed")
                    .source("systemd.exec(5), Environment: \"not suitable for passing secrets\"")
                    .run(SecretsKept::written));

    private SecretsKept() {}

    /** A place where a secret stands. */
    private record Found(Document document, int line, String name, String value) {}

    private static Stream<Finding> exposed(Facts facts) {
        return facts.documents().stream()
                .flatMap(document ->
                        Stream.concat(readable(document), writable(document)).limit(1));
    }

    private static Stream<Finding> readable(Document document) {
        List<String> faults = faults(document);
        return faults.isEmpty()
                ? Stream.of()
                : secrets(document).stream().limit(1).map(found -> exposed(document, found, faults));
    }

    /** Who changes it says what a service does, or what root runs, without knowing any secret. */
    private static Stream<Finding> writable(Document document) {
        return document.origin().access().filter(Access::writableByAll).stream()
                .map(access -> failed(
                        document.at(1, ""),
                        "mode " + access.shown() + ", owner " + access.owner() + ": everybody may change the file",
                        "chmod o-w"));
    }

    /** Why more people read the file than should. */
    private static List<String> faults(Document document) {
        List<String> faults = new ArrayList<>();
        document.origin()
                .access()
                .filter(Access::readableByAll)
                .ifPresent(access -> faults.add("mode " + access.shown() + ", owner " + access.owner()));
        if (document.origin().inGit()) {
            faults.add("in a work tree of git");
        }
        return faults;
    }

    private static Finding exposed(Document document, Found found, List<String> faults) {
        return failed(
                document.at(found.line(), found.name()),
                found.name() + " " + Mask.of(found.value()) + " in a file with " + String.join(", ", faults),
                "chmod 0640 with the group of the service, and no copy in git");
    }

    private static List<Found> secrets(Document document) {
        return switch (document) {
            case YamlFile file -> inYaml(file);
            case CoturnFile file ->
                file.all("static-auth-secret")
                        .map(setting -> new Found(file, setting.line(), setting.key(), setting.value()))
                        .toList();
            case IniFile file -> file.kind() == Kind.UNIT ? inUnit(file) : inIni(file);
            case TextFile file -> inText(file);
            case NginxFile file -> List.of();
            case SettingsFile file -> List.of();
            case HbaFile file -> List.of();
            case SqlFile file -> List.of();
        };
    }

    /** What was told about hosts holds no secrets, nor do rules and dashboards. */
    private static List<Found> inYaml(YamlFile file) {
        return file.root()
                .walk()
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .filter(scalar -> Mask.names(name(scalar.path())) && scalar.isText() && isValue(scalar.text()))
                .map(scalar -> new Found(file, scalar.line(), name(scalar.path()), scalar.text()))
                .toList();
    }

    /** The last key of a path; {@code keys} for what stands right below it: LiveKit has its secrets there. */
    private static String name(String path) {
        int bracket = path.endsWith("]") ? path.lastIndexOf('[') : path.length();
        int dot = path.lastIndexOf('.', bracket);
        String above = dot < 0 ? "" : path.substring(0, dot);
        return above.equals("keys") || above.endsWith(".keys") ? "keys" : path.substring(dot + 1, bracket);
    }

    private static List<Found> inIni(IniFile file) {
        return file.sections().stream()
                .flatMap(section -> section.entries().stream())
                .filter(entry -> file.kind() == Kind.LLDAP && Mask.names(entry.key()) && isValue(entry.value()))
                .map(entry -> new Found(file, entry.line(), entry.key(), entry.value()))
                .toList();
    }

    private static Stream<Finding> written(Facts facts) {
        Stream<Found> units = facts.ini(Kind.UNIT).stream().flatMap(file -> inUnit(file).stream());
        Stream<Found> texts = Stream.of(Kind.SCRIPT, Kind.CRON)
                .flatMap(kind -> facts.texts(kind).stream())
                .flatMap(file -> inText(file).stream());
        return Stream.concat(units, texts)
                .map(found -> failed(
                        found.document().at(found.line(), found.name()),
                        found.name() + " " + Mask.of(found.value()),
                        "a file of mode 0600: LoadCredential= or EnvironmentFile= in units, $(cat FILE) in scripts"));
    }

    private static List<Found> inUnit(IniFile file) {
        return Stream.concat(
                        file.all("Service", "Environment")
                                .flatMap(entry -> assigned(file, entry.line(), entry.value())),
                        Stream.of("ExecStart", "ExecStartPre", "ExecStartPost")
                                .flatMap(key -> file.all("Service", key))
                                .flatMap(entry -> inline(file, entry.line(), entry.value())))
                .toList();
    }

    private static List<Found> inText(TextFile file) {
        return IntStream.rangeClosed(1, file.lines().size())
                .boxed()
                .filter(line -> !file.origin().line(line).strip().startsWith("#"))
                .flatMap(line -> Stream.concat(
                                assigned(file, line, file.origin().line(line)),
                                inline(file, line, file.origin().line(line)))
                        .limit(1))
                .toList();
    }

    private static Stream<Found> assigned(Document file, int line, String text) {
        List<Found> found = new ArrayList<>();
        Matcher parts = ASSIGNED.matcher(text);
        int from = 0;
        while (parts.find(from)) {
            String value = parts.group(2).replaceAll("^[\"']|[\"']$", "");
            if (isSecret(parts.group(1)) && isValue(value)) {
                found.add(new Found(file, line, parts.group(1), value));
            }
            from = parts.end(1);
        }
        return found.stream();
    }

    private static boolean isSecret(String name) {
        return Mask.names(name) || name.toUpperCase(Locale.ROOT).endsWith("_PASS");
    }

    private static boolean isValue(String value) {
        return !NO_VALUE.matcher(value).matches();
    }

    private static Stream<Found> inline(Document file, int line, String text) {
        return Stream.of(BEARER, FLAG, LOGIN).flatMap(pattern -> {
            Matcher parts = pattern.matcher(text);
            return parts.find() && isValue(parts.group(1))
                    ? Stream.of(new Found(file, line, "secret in a command", parts.group(1)))
                    : Stream.of();
        });
    }
}
