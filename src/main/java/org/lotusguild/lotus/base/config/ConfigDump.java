package org.lotusguild.lotus.base.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.Secret;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A record of configuration → YAML, with every default written out and every secret masked. */
public final class ConfigDump {
    private static final DumpSettings SETTINGS =
            DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();

    private ConfigDump() {}

    public static String text(Record config) {
        return new Dump(SETTINGS).dumpToString(block(config));
    }

    private static Map<String, Object> block(Record config) {
        Map<String, Object> block = new LinkedHashMap<>();
        for (RecordComponent part : config.getClass().getRecordComponents()) {
            Object value = read(part, config);
            if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                block.put(Keys.ofComponent(part.getName()), written(value));
            }
        }
        return block;
    }

    private static Object written(Object value) {
        return switch (value) {
            case Secret secret -> secret.toString();
            case Optional<?> optional -> written(optional.orElseThrow());
            case List<?> list ->
                list.stream().map(item -> written((Object) item)).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> written = new LinkedHashMap<>();
                map.forEach((key, item) -> written.put(key, written((Object) item)));
                yield written;
            }
            case Duration time -> Durations.written(time);
            case Enum<?> constant when Scalars.parsed(constant.getDeclaringClass()) -> constant.toString();
            case Enum<?> constant -> Keys.ofConstant(constant);
            case Verbatim foreign -> foreign.values();
            case Boolean flag -> flag;
            case Number number -> number;
            case Record record when !Scalars.parsed(record.getClass()) -> block(record);
            default -> value.toString();
        };
    }

    static Object read(RecordComponent part, Record config) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a record of configuration: " + config.getClass(), e);
        }
    }
}
