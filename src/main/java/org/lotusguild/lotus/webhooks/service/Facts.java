package org.lotusguild.lotus.webhooks.service;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * A payload, or a part of one, to look into. Nothing that strangers send makes a question fail: what is missing or of
 * another kind is the empty string, an empty list, nothing.
 */
record Facts(JsonNode tree) {
    private static final int LONGEST_NUMBER = 40;
    private static final int FIRST_YEAR = 1970;

    Facts at(String... path) {
        return new Facts(Json.at(tree, path));
    }

    boolean has(String name) {
        return tree.has(name) && !tree.path(name).isNull();
    }

    /** The elements of an array. */
    List<Facts> items(String... path) {
        JsonNode list = Json.at(tree, path);
        return list.isArray()
                ? StreamSupport.stream(list.spliterator(), false)
                        .map(Facts::new)
                        .toList()
                : List.of();
    }

    /** A string, number or truth value as {@link Words#known one line}. */
    String text(String... path) {
        return Words.known(whole(path));
    }

    /** As it was sent, with all its lines: to be taken apart, never to be shown. */
    String whole(String... path) {
        JsonNode at = Json.at(tree, path);
        if (at.isBoolean()) {
            return String.valueOf(at.booleanValue());
        }
        return at.isString()
                ? at.stringValue()
                : number(path).map(Measures::number).orElse("");
    }

    /** Each scalar of an array, or of a string with commas, as a line. */
    List<String> texts(String... path) {
        JsonNode at = Json.at(tree, path);
        List<String> all = at.isString()
                ? List.of(at.stringValue().split(",", -1))
                : items(path).stream().map(Facts::whole).toList();
        return all.stream().map(Words::known).filter(text -> !text.isEmpty()).toList();
    }

    /** A number, also one that is written as a string. */
    Optional<BigDecimal> number(String... path) {
        JsonNode at = Json.at(tree, path);
        if (at.isNumber()) {
            return at.isFloatingPointNumber() && !Double.isFinite(at.doubleValue())
                    ? Optional.empty()
                    : Optional.of(at.decimalValue());
        }
        return at.isString() ? parsed(at.stringValue().strip()) : Optional.empty();
    }

    /** A whole number; 0 where there is none. */
    long count(String... path) {
        return number(path)
                .filter(number -> Math.abs((long) number.precision() - number.scale()) < 18)
                .map(BigDecimal::longValue)
                .orElse(0L);
    }

    boolean flag(String... path) {
        return whole(path).equalsIgnoreCase("true");
    }

    /** A time with a zone; years before computers count as none. */
    Optional<Instant> time(String... path) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(whole(path).strip());
            return time.withOffsetSameInstant(ZoneOffset.UTC).getYear() < FIRST_YEAR
                    ? Optional.empty()
                    : Optional.of(time.toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    Optional<URI> link(String... path) {
        return Links.to(whole(path));
    }

    private static Optional<BigDecimal> parsed(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
