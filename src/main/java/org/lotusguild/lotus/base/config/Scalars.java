package org.lotusguild.lotus.base.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.base.Secret;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Single values. Every refusal is an {@link IllegalArgumentException} whose message holds the remedy. */
final class Scalars {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private static final String NOT_ADDRESS =
            "not an address, write it like https://example.org, without user and password";

    private final Path folder;
    private final Environment environment;
    private final Map<Class<?>, Function<String, Object>> types;

    /** {@code folder}: what paths are relative to. */
    Scalars(Path folder, Environment environment) {
        this.folder = folder;
        this.environment = environment;
        this.types = Map.ofEntries(
                Map.entry(String.class, text -> text),
                Map.entry(int.class, Scalars::small),
                Map.entry(Integer.class, Scalars::small),
                Map.entry(long.class, Scalars::large),
                Map.entry(Long.class, Scalars::large),
                Map.entry(boolean.class, Scalars::flag),
                Map.entry(Boolean.class, Scalars::flag),
                Map.entry(Duration.class, Durations::parse),
                Map.entry(Path.class, text -> folder.resolve(text).normalize()),
                Map.entry(URI.class, Scalars::uri),
                Map.entry(ZoneId.class, Scalars::zone),
                Map.entry(LocalDate.class, Scalars::date),
                Map.entry(LocalTime.class, Scalars::time));
    }

    boolean knows(Class<?> type) {
        return type == Secret.class
                || types.containsKey(type)
                || type.isEnum()
                || parser(type).isPresent();
    }

    /** @throws IllegalArgumentException if the node is no such value */
    Object read(Class<?> type, Node node) {
        if (type == Secret.class) {
            return new Secrets(folder, this::variable).read(node);
        }
        if (node instanceof SequenceNode list && parser(type, List.class).isPresent()) {
            return parsed(parser(type, List.class).get(), texts(list));
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw new IllegalArgumentException("must be a single value, not a list or block");
        }
        return convert(type, resolved(scalar.getValue()));
    }

    /** Whether values of the type are written as one text. Such a type may be nested in another that parses (a sealed one). */
    static boolean parsed(Class<?> type) {
        return parser(type).isPresent()
                || Arrays.stream(type.getInterfaces())
                        .anyMatch(above -> parser(above).isPresent());
    }

    private List<String> texts(SequenceNode list) {
        List<String> texts = new ArrayList<>();
        for (Node item : list.getValue()) {
            texts.add((String) read(String.class, item));
        }
        return texts;
    }

    private Object convert(Class<?> type, String text) {
        Function<String, Object> known = types.get(type);
        if (known != null) {
            return known.apply(text);
        }
        Optional<Method> parser = parser(type);
        return parser.isEmpty() && type.isEnum() ? constant(type, text) : parsed(parser.orElseThrow(), text);
    }

    private String resolved(String text) {
        return variable(text).orElseGet(() -> {
            if (VARIABLE.matcher(text).find()) {
                throw new IllegalArgumentException("a variable must be the whole value, write ${NAME} alone");
            }
            return text;
        });
    }

    /** The value of {@code ${NAME}}; empty if the text is something else. */
    private Optional<String> variable(String text) {
        Matcher name = VARIABLE.matcher(text);
        if (!name.matches()) {
            return Optional.empty();
        }
        Optional<String> value = environment.variable(name.group(1)).filter(found -> !found.isEmpty());
        return Optional.of(value.orElseThrow(() ->
                new IllegalArgumentException("the environment variable " + name.group(1) + " is not set; set it")));
    }

    private static Object small(String text) {
        return Math.toIntExact(number(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static Object large(String text) {
        return number(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long number(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not " + shown(text), e);
        }
        throw new IllegalArgumentException("must be a number from " + least + " to " + most);
    }

    private static Object flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not " + shown(text));
        };
    }

    private static Object uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute() && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Its message shows the text, which may hold a password: no cause.
            throw new IllegalArgumentException(NOT_ADDRESS);
        }
        throw new IllegalArgumentException(NOT_ADDRESS);
    }

    private static Object zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time zone, write it like UTC or Europe/Vienna", e);
        }
    }

    private static Object date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a day, write it like 2026-01-01", e);
        }
    }

    private static Object time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time of day, write it like \"23:00\"", e);
        }
    }

    private static Object constant(Class<?> type, String text) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        constant -> Keys.ofConstant((Enum<?>) constant),
                        constant -> constant,
                        (one, other) -> one,
                        LinkedHashMap::new));
        Object found = constants.get(text);
        if (found == null) {
            String hint = Nearest.of(text, constants.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new IllegalArgumentException("must be one of " + String.join(", ", constants.keySet()) + hint);
        }
        return found;
    }

    private static Object parsed(Method parser, Object written) {
        try {
            return parser.invoke(null, written);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("parse of " + parser, e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("parse of " + parser, e);
        }
    }

    private static Optional<Method> parser(Class<?> type) {
        return parser(type, String.class);
    }

    private static Optional<Method> parser(Class<?> type, Class<?> written) {
        try {
            Method parse = type.getMethod("parse", written);
            return Modifier.isStatic(parse.getModifiers()) && parse.getReturnType() == type
                    ? Optional.of(parse)
                    : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static String shown(String text) {
        return "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
    }
}
