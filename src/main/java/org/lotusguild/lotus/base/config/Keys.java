package org.lotusguild.lotus.base.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Names in Java ↔ keys in the file. */
final class Keys {
    private Keys() {}

    /** {@code maxAge} → {@code max-age}; {@code wait_} → {@code wait}, which Java lets no component be called. */
    static String ofComponent(String name) {
        String bare = name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
        return bare.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** {@code CROSS_SIGNED} → {@code cross-signed}. */
    static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(part -> ofComponent(part.getName()))
                .toList();
    }
}
