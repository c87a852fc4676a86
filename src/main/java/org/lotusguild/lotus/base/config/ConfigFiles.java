package org.lotusguild.lotus.base.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that a record of configuration names; of a secret nobody knows any more where it came from. */
public final class ConfigFiles {
    private ConfigFiles() {}

    public static List<Path> of(Record config) {
        return in(config).distinct().toList();
    }

    private static Stream<Path> in(@Nullable Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case Path file -> Stream.of(file);
            case Optional<?> optional -> optional.stream().flatMap(ConfigFiles::in);
            case List<?> list -> list.stream().flatMap(ConfigFiles::in);
            case Map<?, ?> map -> map.values().stream().flatMap(ConfigFiles::in);
            case Record record
            when !Scalars.parsed(record.getClass()) ->
                Arrays.stream(record.getClass().getRecordComponents())
                        .flatMap(part -> in(ConfigDump.read(part, record)));
            default -> Stream.empty();
        };
    }
}
