package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.IniFile.Entry;
import org.lotusguild.lotus.stack.facts.IniFile.Section;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Where;

/** Jails of fail2ban with all that is inherited: {@code .conf} before {@code .local}, and {@code [DEFAULT]} under each. */
final class Jails {
    private static final Pattern VARIABLE = Pattern.compile("%\\((\\w+)\\)s|%%");
    private static final Pattern MATRIX = Pattern.compile("(?i)matrix|synapse");
    private static final int DEPTH = 10;

    private final List<IniFile> files;

    private Jails(List<IniFile> files) {
        this.files = files;
    }

    /** A jail that guards Synapse. */
    record Jail(String name, IniFile file, Section section, Map<String, Value> values) {
        Optional<Value> value(String key) {
            return Optional.ofNullable(values.get(key));
        }

        Where where() {
            return file.at(section.line(), name);
        }

        /** The name of the filter, without the options behind it. */
        String filter() {
            String written = value("filter").map(Value::text).orElse(name);
            return written.replaceFirst("\\[.*", "").strip();
        }
    }

    /** @param text with all variables put in that are known */
    record Value(IniFile file, Entry entry, String text) {
        Where where() {
            return file.at(entry);
        }
    }

    static List<Jail> ofMatrix(Facts facts) {
        List<IniFile> files = facts.ini(Kind.JAIL).stream()
                .sorted(Comparator.comparing((IniFile file) -> file.file().endsWith(".local"))
                        .thenComparing(file -> file.file().contains("jail.d/"))
                        .thenComparing(IniFile::file))
                .toList();
        return new Jails(files).jails();
    }

    private List<Jail> jails() {
        Map<String, Jail> jails = new LinkedHashMap<>();
        for (IniFile file : files) {
            for (Section section : file.sections()) {
                if (!section.name().equals("DEFAULT") && !section.name().equals("INCLUDES")) {
                    jails.put(section.name(), jail(file, section));
                }
            }
        }
        return jails.values().stream().filter(Jails::guardsSynapse).toList();
    }

    private static boolean guardsSynapse(Jail jail) {
        boolean on = jail.value("enabled")
                .map(value -> value.text().matches("(?i)true|yes|on|1"))
                .orElse(false);
        return on
                && (MATRIX.matcher(jail.name()).find()
                        || MATRIX.matcher(jail.filter()).find()
                        || jail.value("logpath")
                                .filter(path -> MATRIX.matcher(path.text()).find())
                                .isPresent());
    }

    private Jail jail(IniFile last, Section section) {
        Map<String, Value> raw = new LinkedHashMap<>();
        Stream.of("DEFAULT", section.name())
                .forEach(name -> files.forEach(file -> file.all(name)
                        .flatMap(found -> found.entries().stream())
                        .forEach(entry -> raw.put(entry.key(), new Value(file, entry, entry.value())))));
        Map<String, String> texts = new LinkedHashMap<>();
        raw.forEach((key, value) -> texts.put(key, value.text()));
        Map<String, Value> values = new LinkedHashMap<>();
        raw.forEach((key, value) ->
                values.put(key, new Value(value.file(), value.entry(), filled(value.text(), texts))));
        return new Jail(section.name(), last, section, values);
    }

    /** Puts variables in; what is not known stays. */
    static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (int i = 0; i < DEPTH && variable(filled, values); i++) {
            filled = VARIABLE.matcher(filled)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            found.group(1) == null
                                    ? found.group()
                                    : values.getOrDefault(found.group(1), found.group())));
        }
        return filled.replace("%%", "%");
    }

    private static boolean variable(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .results()
                .anyMatch(found -> found.group(1) != null && values.containsKey(found.group(1)));
    }

    /** Whether a variable is left that nobody among the files sets. */
    static boolean incomplete(String text) {
        return VARIABLE.matcher(text).results().anyMatch(found -> found.group(1) != null);
    }

    /** The filters that the files of a filter make up, for each base name one. */
    static Map<String, List<IniFile>> filters(Facts facts) {
        return facts.ini(Kind.FILTER).stream()
                .sorted(Comparator.comparing((IniFile file) -> file.file().endsWith(".local")))
                .collect(Collectors.groupingBy(
                        Jails::baseName, LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
    }

    static String baseName(IniFile file) {
        String name = file.file().substring(file.file().lastIndexOf('/') + 1);
        return name.replaceFirst("\\.(conf|local)$", "");
    }
}
