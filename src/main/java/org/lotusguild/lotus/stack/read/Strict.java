package org.lotusguild.lotus.stack.read;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;

/** Reads our own files of YAML: an unknown key, a key twice or a value of another kind is a problem with its line. */
public final class Strict {
    private final Path file;
    private final List<Problem> problems = new ArrayList<>();

    public Strict(Path file) {
        this.file = file;
    }

    public void refuse(int line, String message) {
        problems.add(new Problem(file, line, message));
    }

    /** @throws ConfigException if there was any problem */
    public void end() {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            throw new ConfigException(problems);
        }
    }

    /** The entries of a block that knows these keys only. */
    public Map<String, YamlEntry> block(YamlNode node, int line, String... known) {
        Map<String, YamlEntry> entries = new HashMap<>();
        if (!(node instanceof YamlMap map)) {
            refuse(line, "must be a block of keys and values: " + String.join(", ", known));
            return entries;
        }
        for (YamlEntry entry : map.all()) {
            if (!Arrays.asList(known).contains(entry.key())) {
                String hint = Nearest.of(entry.key(), Arrays.asList(known))
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known are " + String.join(", ", known));
                refuse(entry.line(), entry.key() + ": unknown key; " + hint);
            } else if (entries.put(entry.key(), entry) != null) {
                refuse(entry.line(), entry.key() + ": is given twice; keep one");
            }
        }
        return entries;
    }

    /** The entries of a block of free keys. */
    Stream<YamlEntry> named(@Nullable YamlEntry entry) {
        if (entry == null) {
            return Stream.of();
        }
        if (!(entry.value() instanceof YamlMap map)) {
            refuse(entry.line(), entry.key() + ": must be a block of names and values");
            return Stream.of();
        }
        return map.all().stream();
    }

    Stream<YamlNode> items(@Nullable YamlEntry entry) {
        if (entry == null) {
            return Stream.of();
        }
        if (!(entry.value() instanceof YamlList list)) {
            refuse(entry.line(), entry.key() + ": must be a list");
            return Stream.of();
        }
        return list.items().stream();
    }

    Optional<YamlEntry> one(@Nullable YamlEntry entry) {
        return Optional.ofNullable(entry);
    }

    public Optional<String> text(@Nullable YamlEntry entry) {
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof YamlScalar scalar && !scalar.isNull()) {
            return Optional.of(scalar.text());
        }
        refuse(entry.line(), entry.key() + ": must be a single value");
        return Optional.empty();
    }

    public Optional<Boolean> flag(@Nullable YamlEntry entry) {
        return parsed(entry, word -> switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        });
    }

    Optional<Integer> whole(@Nullable YamlEntry entry) {
        return parsed(entry, word -> {
            try {
                return Integer.valueOf(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number", e);
            }
        });
    }

    Optional<ByteSize> size(@Nullable YamlEntry entry) {
        return parsed(entry, ByteSize::parse);
    }

    <E extends Enum<E>> Optional<E> word(@Nullable YamlEntry entry, Class<E> words) {
        return parsed(entry, word -> constant(word, words));
    }

    <E extends Enum<E>> Set<E> words(@Nullable YamlEntry entry, Class<E> words) {
        return items(entry)
                .flatMap(item -> item instanceof YamlScalar scalar
                        ? parsed(new YamlEntry(item.path(), item.line(), scalar), word -> constant(word, words))
                                .stream()
                        : Stream.of())
                .collect(Collectors.toSet());
    }

    Set<String> texts(@Nullable YamlEntry entry) {
        return items(entry).flatMap(item -> item.text().stream()).collect(Collectors.toSet());
    }

    /** @param parser whose {@link IllegalArgumentException} tells what is wrong */
    public <T> Optional<T> parsed(@Nullable YamlEntry entry, Function<String, T> parser) {
        Optional<String> text = text(entry);
        if (entry == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (IllegalArgumentException | DateTimeException e) {
            refuse(entry.line(), entry.key() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static <E extends Enum<E>> E constant(String word, Class<E> words) {
        for (E constant : words.getEnumConstants()) {
            if (written(constant).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("write one of "
                + Arrays.stream(words.getEnumConstants()).map(Strict::written).collect(Collectors.joining(", ")));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
