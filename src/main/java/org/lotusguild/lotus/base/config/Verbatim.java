package org.lotusguild.lotus.base.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A block of another program's settings, kept as it is written whatever its keys are: texts, flags, whole numbers as {@link
 * java.math.BigInteger}, others as {@link java.math.BigDecimal}, lists and blocks of them, in the order of the file.
 */
public record Verbatim(Map<String, Object> values) {
    public Verbatim {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
