package org.lotusguild.lotus.stack.report;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.SqlFile;
import org.lotusguild.lotus.stack.facts.TextFile;
import org.lotusguild.lotus.stack.facts.YamlFile;

/**
 * The last gate before a text leaves: takes out of it every value that the files call a secret, so that no check can show one
 * by mistake.
 */
public final class Scrubber {
    /** Shorter ones would take common words out of every sentence. */
    private static final int SHORTEST = 6;

    private static final Pattern ASSIGNED =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)\\s*[=:]\\s*[\"']?([^\\s\"'#;]{6,})");
    private static final Pattern BEARER = Pattern.compile("Bearer\\s+([A-Za-z0-9._~+/=-]{6,})");
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^/\\s:@]+:([^/\\s@]{6,})@");
    private static final Set<String> NO_VALUES = Set.of("true", "false", "required", "optional", "scram-sha-256");

    private final List<String> secrets;

    private Scrubber(Set<String> secrets) {
        // A secret may be the beginning of another.
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST && !NO_VALUES.contains(secret))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    public static Scrubber of(Facts facts) {
        Set<String> secrets = new HashSet<>();
        facts.documents().forEach(document -> collect(document, secrets));
        return new Scrubber(secrets);
    }

    /** The text with a mask for each secret. */
    public String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            if (clean.contains(secret)) {
                clean = clean.replace(secret, Mask.of(secret));
            }
        }
        return clean;
    }

    private static void collect(Document document, Set<String> secrets) {
        switch (document) {
            case YamlFile yaml -> below(yaml.root(), false, secrets);
            case CoturnFile coturn -> settings(coturn.settings().stream(), secrets);
            case SettingsFile settings -> settings(settings.settings().stream(), secrets);
            case IniFile ini -> lines(ini.origin().lines(), secrets);
            case TextFile text -> lines(text.lines(), secrets);
            case SqlFile sql -> lines(sql.origin().lines(), secrets);
            case NginxFile nginx -> {
                lines(nginx.origin().lines(), secrets);
                nginx.directives().forEach(directive -> below(directive, secrets));
            }
            case HbaFile hba -> lines(hba.origin().lines(), secrets);
        }
    }

    private static void below(YamlNode node, boolean secret, Set<String> secrets) {
        switch (node) {
            case YamlScalar scalar when secret && scalar.flag().isEmpty() -> secrets.add(scalar.text());
            case YamlScalar scalar -> addresses(scalar.text(), secrets);
            case YamlList list -> list.items().forEach(item -> below(item, secret, secrets));
            case YamlMap map -> {
                for (YamlEntry entry : map.all()) {
                    below(entry.value(), secret && "keys".equals(last(map.path())) || Mask.names(entry.key()), secrets);
                }
            }
        }
    }

    /** Those of included files, too. */
    private static void below(NginxFile.Directive directive, Set<String> secrets) {
        lines(List.of(directive.name() + " " + directive.text()), secrets);
        directive.block().forEach(inner -> below(inner, secrets));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static void settings(Stream<Setting> settings, Set<String> secrets) {
        settings.filter(setting -> Mask.names(setting.key()))
                .map(Setting::value)
                .forEach(secrets::add);
    }

    private static void lines(List<String> lines, Set<String> secrets) {
        for (String line : lines) {
            Matcher assigned = ASSIGNED.matcher(line);
            while (assigned.find()) {
                if (Mask.names(assigned.group(1)) && !assigned.group(2).startsWith("$")) {
                    secrets.add(assigned.group(2));
                }
            }
            // Environment=NAME=value: the first match took the name for the value.
            int second = line.indexOf('=', line.indexOf('=') + 1);
            if (second > 0) {
                String name =
                        line.substring(line.indexOf('=') + 1, second).strip().replace("\"", "");
                String value = line.substring(second + 1).strip().replace("\"", "");
                if (Mask.names(name)) {
                    secrets.add(value);
                }
            }
            Matcher bearer = BEARER.matcher(line);
            while (bearer.find()) {
                secrets.add(bearer.group(1));
            }
            addresses(line, secrets);
        }
    }

    private static void addresses(String text, Set<String> secrets) {
        Matcher found = IN_ADDRESS.matcher(text);
        while (found.find()) {
            secrets.add(found.group(1));
        }
    }
}
