package org.lotusguild.lotus.stack.audit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.base.yaml.MalformedYaml;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlReader;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.read.Strict;

/** {@code audit-ignore.yaml} → entries. */
public final class IgnoreReader {
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_DAYS = 366;

    private final String shown;
    private final LocalDate today;
    private final Strict strict;

    private IgnoreReader(Path file, String shown, LocalDate today) {
        this.shown = shown;
        this.today = today;
        this.strict = new Strict(file);
    }

    /**
     * @param shown the file's name as findings show it
     * @throws ConfigException with every mistake
     */
    public static List<Ignore> read(Path file, String shown, String text, LocalDate today) {
        IgnoreReader reader = new IgnoreReader(file, shown, today);
        List<Ignore> entries;
        try {
            entries = reader.entries(YamlReader.read(text));
        } catch (MalformedYaml e) {
            throw new ConfigException(List.of(new Problem(file, e.line(), String.valueOf(e.getMessage()))));
        }
        reader.strict.end();
        return entries;
    }

    private List<Ignore> entries(YamlNode root) {
        if (root instanceof YamlList list) {
            return list.items().stream().flatMap(item -> entry(item).stream()).toList();
        }
        if (!root.entries().isEmpty()) {
            strict.refuse(root.line(), "must be a list of entries, each with - check: before it");
        }
        return List.of();
    }

    private Optional<Ignore> entry(YamlNode item) {
        Map<String, YamlEntry> keys =
                strict.block(item, item.line(), "check", "where", "reason", "until", "accept-critical");
        Optional<String> check = needed(keys, item, "check");
        Optional<String> reason = needed(keys, item, "reason");
        needed(keys, item, "until");
        Optional<LocalDate> until = strict.parsed(keys.get("until"), LocalDate::parse);
        if (reason.filter(text -> text.length() < SHORTEST_REASON).isPresent()) {
            strict.refuse(item.line(), "reason: write " + SHORTEST_REASON + " signs or more");
        }
        if (until.filter(day -> day.isAfter(today.plusDays(LONGEST_DAYS))).isPresent()) {
            strict.refuse(item.line(), "until: at most " + LONGEST_DAYS + " days ahead");
        }
        boolean critical = strict.flag(keys.get("accept-critical")).orElse(false);
        String where = strict.text(keys.get("where")).orElse("**");
        return check.flatMap(id -> reason.flatMap(why ->
                until.map(day -> new Ignore(new Where(shown, item.line(), id), id, where, why, day, critical))));
    }

    private Optional<String> needed(Map<String, YamlEntry> keys, YamlNode item, String key) {
        if (!keys.containsKey(key) && !item.entries().isEmpty()) {
            strict.refuse(item.line(), "the key " + key + " is missing");
        }
        return strict.text(keys.get(key));
    }
}
