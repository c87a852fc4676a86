package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.IniFile.Entry;
import org.lotusguild.lotus.stack.facts.IniFile.Part;
import org.lotusguild.lotus.stack.facts.Where;

/**
 * A filter of fail2ban that is about logging in, ready to read logs.
 *
 * @param place of {@code failregex}
 * @param expressions in order
 */
record LoginFilter(String name, IniFile file, Where place, List<Expression> expressions, Reading reading) {
    private static final Pattern MATRIX = Pattern.compile("(?i)matrix|synapse");
    private static final Pattern CLIENT = Pattern.compile(" - (?:GET|POST|PUT|OPTIONS)-\\d+ - (\\S+) - ");
    private static final Pattern FIRST = Pattern.compile("^(\\S+) ");

    LoginFilter {
        expressions = List.copyOf(expressions);
    }

    /** One line of {@code failregex}. */
    record Expression(Where where, String text, FailRegex regex) {}

    /** What else decides about a line. */
    record Reading(List<FailRegex> ignored, Optional<FailRegex> prefix, List<Pattern> dates) {
        Reading {
            ignored = List.copyOf(ignored);
            dates = List.copyOf(dates);
        }
    }

    /** All of them whose variables are all known. */
    static List<LoginFilter> all(Facts facts) {
        return Jails.filters(facts).entrySet().stream()
                .flatMap(entry -> read(facts, entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private static Optional<LoginFilter> read(Facts facts, String name, List<IniFile> files) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        IniFile file = files.getLast();
        for (IniFile part : withIncluded(facts, files)) {
            Stream.of("DEFAULT", "Definition", "Init")
                    .flatMap(part::all)
                    .flatMap(section -> section.entries().stream())
                    .forEach(entry -> {
                        values.put(entry.key(), entry.value());
                        entries.put(entry.key(), entry);
                    });
        }
        Entry failures = entries.get("failregex");
        boolean about =
                MATRIX.matcher(name + values.getOrDefault("failregex", "")).find();
        if (failures == null || !about || values.keySet().stream().anyMatch(key -> unfilled(values, key))) {
            return Optional.empty();
        }
        IniFile home = files.stream()
                .filter(part -> part.all("Definition", "failregex").anyMatch(failures::equals))
                .findFirst()
                .orElse(file);
        List<Expression> expressions = failures.lines().stream()
                .filter(line -> !line.text().isEmpty())
                .map(line -> expression(home, line, values))
                .toList();
        return Optional.of(new LoginFilter(name, home, home.at(failures), expressions, reading(values)));
    }

    private static boolean unfilled(Map<String, String> values, String key) {
        return (key.equals("failregex") || key.equals("prefregex"))
                && Jails.incomplete(Jails.filled(values.getOrDefault(key, ""), values));
    }

    /** With the files named in {@code [INCLUDES]} that are among the targets. */
    private static List<IniFile> withIncluded(Facts facts, List<IniFile> files) {
        Map<String, List<IniFile>> all = Jails.filters(facts);
        List<IniFile> parts = new ArrayList<>();
        for (IniFile file : files) {
            included(file, "before", all).forEach(parts::add);
            parts.add(file);
            included(file, "after", all).forEach(parts::add);
        }
        return parts;
    }

    private static Stream<IniFile> included(IniFile file, String key, Map<String, List<IniFile>> all) {
        return file.last("INCLUDES", key).stream()
                .flatMap(entry -> Stream.of(entry.value().split("\\s+")))
                .flatMap(name -> all.getOrDefault(name.replaceFirst("\\.(conf|local)$", ""), List.of()).stream())
                .filter(other -> !other.file().equals(file.file()));
    }

    private static Expression expression(IniFile file, Part line, Map<String, String> values) {
        String text = Jails.filled(line.text(), values);
        return new Expression(file.at(line, "failregex"), text, FailRegex.of(text));
    }

    private static Reading reading(Map<String, String> values) {
        List<FailRegex> ignored = Jails.filled(values.getOrDefault("ignoreregex", ""), values)
                .lines()
                .filter(line -> !line.isBlank())
                .map(FailRegex::of)
                .toList();
        Optional<FailRegex> prefix = Optional.ofNullable(values.get("prefregex"))
                .filter(text -> !text.isBlank())
                .map(text -> FailRegex.of(Jails.filled(text, values)));
        Optional<String> dates = Optional.ofNullable(values.get("datepattern")).map(text -> Jails.filled(text, values));
        return new Reading(ignored, prefix, LogDates.patterns(dates));
    }

    /** The address that it takes for the attacker's in this line; empty if the line is none of its failures. */
    Optional<String> banned(String line) {
        String bare = LogDates.without(line, reading.dates());
        Optional<String> content =
                reading.prefix().isPresent() ? reading.prefix().get().content(bare) : Optional.of(bare);
        return content.filter(text -> reading.ignored().stream().noneMatch(regex -> regex.finds(text)))
                .flatMap(text -> expressions.stream()
                        .filter(expression -> expression.regex().id())
                        .flatMap(expression -> expression.regex().banned(text).stream())
                        .findFirst());
    }

    /** How many of these lines it counts for the client that they are about. */
    long hits(List<String> lines) {
        return lines.stream().filter(line -> banned(line).equals(client(line))).count();
    }

    /** How many of these lines it counts at all. */
    long takes(List<String> lines) {
        return lines.stream().filter(line -> banned(line).isPresent()).count();
    }

    private static Optional<String> client(String line) {
        Matcher synapse = CLIENT.matcher(line);
        if (synapse.find()) {
            return Optional.of(synapse.group(1));
        }
        Matcher proxy = FIRST.matcher(line);
        return proxy.find() ? Optional.of(proxy.group(1)) : Optional.empty();
    }
}
