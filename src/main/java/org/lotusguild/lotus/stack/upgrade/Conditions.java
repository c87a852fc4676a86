package org.lotusguild.lotus.stack.upgrade;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ForeignYaml;

/**
 * Which notes concern a configuration. A condition is {@code key}, {@code !key} or {@code key=value}, the key with points between
 * its levels. Without a configuration every condition holds: better a note too many.
 *
 * @param files in the order in which Synapse reads them: a later one replaces whole top-level keys
 */
public record Conditions(List<ForeignYaml> files) {

    public Conditions {
        files = List.copyOf(files);
    }

    boolean holds(String condition) {
        if (files.isEmpty()) {
            return true;
        }
        if (condition.startsWith("!")) {
            return !stands(condition.substring(1));
        }
        int equals = condition.indexOf('=');
        return equals < 0
                ? stands(condition)
                : value(condition.substring(0, equals)).equals(Optional.of(condition.substring(equals + 1)));
    }

    private boolean stands(String key) {
        List<String> path = Arrays.asList(key.split("\\."));
        return block(path).map(block -> block.has(path.getLast())).orElse(false);
    }

    private Optional<String> value(String key) {
        List<String> path = Arrays.asList(key.split("\\."));
        String last = path.getLast();
        return block(path)
                .flatMap(block -> block.text(last)
                        .or(() -> block.flag(last).map(flag -> Boolean.toString(flag)))
                        .or(() -> block.number(last).map(number -> Long.toString(number))));
    }

    private Optional<ForeignYaml> block(List<String> path) {
        Optional<ForeignYaml> block = files.reversed().stream()
                .filter(file -> file.has(path.getFirst()))
                .findFirst();
        for (String step : path.subList(0, path.size() - 1)) {
            block = block.flatMap(at -> at.blocks(step).findFirst());
        }
        return block;
    }
}
