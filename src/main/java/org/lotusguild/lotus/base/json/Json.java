package org.lotusguild.lotus.base.json;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The JSON codec: bytes to trees and records, and back. Limits: nesting 100, numbers of 100 digits, names of 50,000 signs;
 * the size is the caller's to cap. Unknown fields are ignored when a record is read; a repeated name is refused.
 */
public final class Json {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_DIGITS = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * For answers that hold the words of many strangers: one event that nests deeply or repeats a name must not make all
     * others unreadable. Whoever reads one of them checks it then.
     */
    private static final JsonMapper LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int EXACT_NODES = 100_000;
    /** A number with more places, before or after its point, fills the memory of whoever calculates with it. */
    private static final int EXACT_SCALE = 5_000;

    /** A node has at most three tokens: its name, its beginning and its end. */
    private static final JsonMapper EXACT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxTokenCount(3L * EXACT_NODES)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonNode TOO_LARGE = BigIntegerNode.valueOf(BigInteger.TEN.pow(MAX_DIGITS - 1));

    private Json() {}

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @throws MalformedJson if the text is no JSON object */
    public static ObjectNode parseObject(String text) {
        return asObject(parse(text));
    }

    /** @throws MalformedJson if the bytes (UTF-8) are no JSON object */
    public static ObjectNode parseObject(byte[] utf8) {
        try {
            return parseObject(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedJson("not JSON: the bytes are not UTF-8", e);
        }
    }

    /** @throws MalformedJson if the text is no JSON */
    public static JsonNode parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new MalformedJson("not JSON: nothing there", null);
            }
            return tree;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * Reads an answer that holds the words of many strangers, nested as deep as they like. What lies deeper than 100 is
     * left out: nobody who walks through the tree runs out of stack. A number of more than 100 signs, or beyond all doubles, becomes one that no
     * record takes.
     *
     * @throws MalformedJson if the stream holds no whole JSON object
     */
    public static ObjectNode parseStrangers(InputStream utf8) {
        return parseStrangers(utf8, Set.of(), (place, name, value) -> {});
    }

    /** As {@link #parseStrangers(InputStream)}. */
    public static ObjectNode parseStrangers(String text) {
        try (JsonParser parser = LENIENT.createParser(text)) {
            return strangers(parser, Set.of(), (place, name, value) -> {});
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * Reads what any program may have written, as it was meant: of a repeated name the last value counts, numbers are kept to the
     * digit. Limits: nesting 64, 100,000 nodes, numbers of 1,000 digits and 5,000 places.
     *
     * @throws MalformedJson if the text is no JSON, or goes beyond a limit
     */
    public static JsonNode parseExact(String text) {
        try {
            JsonNode tree = EXACT.readTree(text);
            if (tree.isMissingNode()) {
                throw new MalformedJson("not JSON: nothing there", null);
            }
            if (nodes(tree) > EXACT_NODES) {
                throw new MalformedJson("not JSON, beyond a limit", null);
            }
            return tree;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** The reader has limited the depth. */
    private static int nodes(JsonNode tree) {
        if (tree.isBigDecimal() && Math.abs((long) tree.decimalValue().scale()) > EXACT_SCALE) {
            throw new MalformedJson("not JSON: a number beyond a limit", null);
        }
        int count = 1;
        for (JsonNode child : tree) {
            count += nodes(child);
        }
        return count;
    }

    /** Takes what stands at a place of a large answer, member by member. */
    @FunctionalInterface
    public interface Members {
        void take(List<String> place, String name, JsonNode value);
    }

    /**
     * As {@link #parseStrangers(InputStream)}, for an answer that is too large for one tree: the members of the objects at
     * these places are handed over one after the other, as they come, and are not in the tree.
     */
    public static ObjectNode parseStrangers(InputStream utf8, Set<List<String>> places, Members members) {
        try (JsonParser parser = LENIENT.createParser(utf8)) {
            return strangers(parser, places, members);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static ObjectNode strangers(JsonParser parser, Set<List<String>> places, Members members) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedJson("not a JSON object", null);
        }
        ObjectNode rest = rest(parser, List.of(), places, members);
        if (parser.nextToken() != null) {
            throw new MalformedJson("not JSON: more behind the object", null);
        }
        return rest;
    }

    /** Descends only where a place is named, so never deeper than the longest of them. */
    private static ObjectNode rest(JsonParser parser, List<String> at, Set<List<String>> places, Members members) {
        ObjectNode tree = object();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            List<String> place = Stream.concat(at.stream(), Stream.of(name)).toList();
            if (parser.nextToken() == JsonToken.START_OBJECT && leads(place, places)) {
                if (places.contains(place)) {
                    each(parser, place, members);
                } else {
                    tree.set(name, rest(parser, place, places, members));
                }
            } else {
                tree.set(name, part(parser, place.size() + 1));
            }
        }
        return tree;
    }

    private static boolean leads(List<String> place, Set<List<String>> places) {
        return places.stream()
                .anyMatch(wanted -> wanted.size() >= place.size()
                        && wanted.subList(0, place.size()).equals(place));
    }

    private static void each(JsonParser parser, List<String> place, Members members) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.take(place, name, part(parser, 1));
        }
    }

    /** A value as a tree of at most so many levels; of what lies deeper not even a tree is made. */
    private static JsonNode part(JsonParser parser, int depth) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> objectPart(parser, depth);
            case START_ARRAY -> arrayPart(parser, depth);
            case VALUE_STRING -> StringNode.valueOf(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> NullNode.getInstance();
        };
    }

    /** Infinity would be written down as a text. */
    private static JsonNode number(JsonParser parser) {
        if (parser.getStringLength() > MAX_DIGITS) {
            return TOO_LARGE;
        }
        JsonNode number = LENIENT.readTree(parser);
        return number.isDouble() && !Double.isFinite(number.doubleValue()) ? TOO_LARGE : number;
    }

    private static ObjectNode objectPart(JsonParser parser, int depth) {
        ObjectNode object = object();
        if (depth == MAX_DEPTH) {
            parser.skipChildren();
            return object;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, part(parser, depth + 1));
        }
        return object;
    }

    private static ArrayNode arrayPart(JsonParser parser, int depth) {
        ArrayNode array = array();
        if (depth == MAX_DEPTH) {
            parser.skipChildren();
            return array;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(part(parser, depth + 1));
        }
        return array;
    }

    /** @throws MalformedJson if the tree does not fit the record */
    public static <T> T read(JsonNode tree, Class<T> record) {
        try {
            return MAPPER.treeToValue(tree, record);
        } catch (JacksonException e) {
            throw new MalformedJson("does not fit " + record.getSimpleName(), null);
        }
    }

    /** A record, map or list as a tree. */
    public static <T extends JsonNode> T tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** @throws MalformedJson if a stranger's text in it cannot be written, for example a lone surrogate */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JacksonException e) {
            throw new MalformedJson("cannot be written as JSON", null);
        }
    }

    /** @throws MalformedJson as {@link #text} */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new MalformedJson("cannot be written as JSON", null);
        }
    }

    /** The text at a path of names, e.g. {@code string(event, "content", "body")}; empty if absent or no string. */
    public static Optional<String> string(JsonNode tree, String... path) {
        JsonNode at = at(tree, path);
        return at.isString() ? Optional.of(at.stringValue()) : Optional.empty();
    }

    /** The object at a path of names; an empty one (not attached to the tree) if absent or no object. */
    public static ObjectNode objectAt(JsonNode tree, String... path) {
        return at(tree, path) instanceof ObjectNode found ? found : object();
    }

    /** The node at a path of names; a missing node if absent, never null. */
    public static JsonNode at(JsonNode tree, String... path) {
        JsonNode at = tree;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }

    /** The parser's own message quotes the text, which may be a message or a key: only the place is told. */
    private static MalformedJson malformed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? ", beyond a limit" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new MalformedJson("not JSON" + where, null);
    }

    private static ObjectNode asObject(JsonNode tree) {
        if (tree instanceof ObjectNode found) {
            return found;
        }
        throw new MalformedJson("not a JSON object", null);
    }
}
