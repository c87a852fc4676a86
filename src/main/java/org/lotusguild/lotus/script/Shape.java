package org.lotusguild.lotus.script;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object that a script gave. Each key is read as what it must be; a wrong one stops the run with a sentence that names
 * it. Absent, {@code null} and, where a text may be missing, everything that JavaScript takes for false are the same.
 */
final class Shape {
    static final int MOST_TEXT = 256 << 10;
    static final int MOST_LINE = 4000;
    private static final int MOST_NAME = 255;
    private static final int MOST_ADDRESS = 2048;
    private static final int MOST_ITEMS = 100;
    private static final int MOST_ANSWER = 64 << 10;

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("(text/[a-z0-9.+-]{1,60}|application/json)(; ?charset=[A-Za-z0-9-]{1,20})?");

    private final ObjectNode object;

    Shape(ObjectNode object) {
        this.object = object;
    }

    static Stopped wrong(String message) {
        return new Stopped(Kind.SHAPE, message);
    }

    static boolean web(String address) {
        try {
            URI uri = new URI(address);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    Optional<String> text(String key, int most) {
        JsonNode value = object.path(key);
        if (unset(value)) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw wrong(key + " must be a text");
        }
        return Optional.of(fitting(key, value.stringValue(), most));
    }

    String needed(String key, int most) {
        JsonNode value = object.path(key);
        if (!value.isString()) {
            throw wrong(key + (value.isMissingNode() ? " is missing" : " must be a text"));
        }
        return fitting(key, value.stringValue(), most);
    }

    boolean flag(String key) {
        return !unset(object.path(key));
    }

    Optional<Shape> object(String key) {
        JsonNode value = object.path(key);
        if (unset(value)) {
            return Optional.empty();
        }
        if (!(value instanceof ObjectNode found)) {
            throw wrong(key + " must be an object");
        }
        return Optional.of(new Shape(found));
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return text(key, MOST_NAME)
                .map(word -> Arrays.stream(type.getEnumConstants())
                        .filter(constant ->
                                constant.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElseThrow(() -> wrong(key + " must be one of " + words(type))));
    }

    Optional<Message.Type> type() {
        return text("msgtype", MOST_NAME)
                .map(word -> Arrays.stream(Message.Type.values())
                        .filter(type -> type.matrixName().equals(word))
                        .findFirst()
                        .orElseThrow(() -> wrong("msgtype must be m.text, m.notice or m.emote")));
    }

    Optional<Message.Mentions> mentions() {
        return object("mentions").map(mentions -> {
            JsonNode room = mentions.object.path("room");
            if (!unset(room) && !room.isBoolean()) {
                throw wrong("mentions.room must be true or false");
            }
            List<UserId> users = mentions.texts("user_ids").stream()
                    .distinct()
                    .flatMap(Shape::user)
                    .toList();
            return new Message.Mentions(room.asBoolean(false), users);
        });
    }

    /** {@code hints.showUrlPreviews}. */
    boolean previews() {
        return object("hints")
                .map(hints -> hints.object.path("showUrlPreviews").asBoolean(true))
                .orElse(true);
    }

    Placement placement() {
        Optional<String> image = text("image", MOST_ADDRESS);
        if (image.isPresent() && !web(image.get())) {
            throw wrong("image must be an address that begins with https:// or http://");
        }
        return new Placement(
                text("key", MOST_NAME), choice("state", Placement.State.class), image, text("room", MOST_NAME));
    }

    Optional<Answer> answer() {
        return object("webhookResponse").map(wanted -> {
            String body = wanted.needed("body", MOST_ANSWER);
            String type = wanted.text("contentType", MOST_NAME).orElse("text/plain");
            if (!CONTENT_TYPE.matcher(type).matches()) {
                throw wrong("webhookResponse.contentType must be text/… or application/json");
            }
            JsonNode status = wanted.object.path("statusCode");
            if (!unset(status) && !(status.canConvertToInt() && status.intValue() >= 200 && status.intValue() <= 599)) {
                throw wrong("webhookResponse.statusCode must be 200 to 599");
            }
            return new Answer(body, type, unset(status) ? 200 : status.intValue());
        });
    }

    /** A list of texts, or one text of several lines. */
    List<String> lines() {
        return object.path("lines").isString()
                ? needed("lines", MOST_TEXT).lines().limit(MOST_ITEMS).toList()
                : texts("lines");
    }

    /** {@code {label: value, …}} or {@code [{label, value}, …]}; numbers and truth values are texts here. */
    <T> List<T> pairs(String key, String second, BiFunction<String, String, T> pair) {
        JsonNode value = object.path(key);
        if (unset(value)) {
            return List.of();
        }
        limited(key, value);
        List<T> pairs = new ArrayList<>();
        if (value instanceof ObjectNode map) {
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                pairs.add(pair.apply(fitting(key, entry.getKey(), MOST_NAME), scalar(key, entry.getValue())));
            }
            return pairs;
        }
        for (JsonNode item : value) {
            pairs.add(pair.apply(
                    fitting(key, scalar(key, item.path("label")), MOST_NAME), scalar(key, item.path(second))));
        }
        return pairs;
    }

    private List<String> texts(String key) {
        JsonNode value = object.path(key);
        if (unset(value)) {
            return List.of();
        }
        if (!(value instanceof ArrayNode)) {
            throw wrong(key + " must be a list of texts");
        }
        limited(key, value);
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(scalar(key, item)));
        return texts;
    }

    private static void limited(String key, JsonNode list) {
        if (!list.isContainer()) {
            throw wrong(key + " must be a list");
        }
        if (list.size() > MOST_ITEMS) {
            throw wrong(key + " may hold " + MOST_ITEMS + " at most");
        }
    }

    private static String scalar(String key, JsonNode value) {
        if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
            throw wrong(key + " may hold texts only");
        }
        return fitting(key, value.asString(), MOST_LINE);
    }

    private static String fitting(String key, String text, int most) {
        if (text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw wrong(key + " is longer than " + most + " bytes");
        }
        return Texts.whole(text);
    }

    private static Stream<UserId> user(String text) {
        try {
            return Stream.of(UserId.parse(text));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static boolean unset(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isBoolean() && !value.booleanValue()
                || value.isString() && value.stringValue().isEmpty()
                || value.isNumber() && value.doubleValue() == 0;
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
