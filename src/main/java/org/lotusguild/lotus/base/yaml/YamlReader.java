package org.lotusguild.lotus.base.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Text → tree. Limits: 8 MiB, 200,000 keys and values, 100 aliases of blocks and lists, 100,000 values that aliases repeat,
 * nesting of 64.
 */
public final class YamlReader {
    private static final int MAX_CODE_POINTS = 8 << 20;
    private static final int MAX_VALUES = 200_000;
    private static final int MAX_ALIASES = 100;
    private static final int MAX_REPEATED = 100_000;
    private static final int MAX_NESTING = 64;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(MAX_CODE_POINTS)
            // What a plain text means is asked later, and of few of them.
            .setSchema(new FailsafeSchema())
            .build();

    private final Map<Node, Boolean> seen = new IdentityHashMap<>();
    private int repeated;

    private YamlReader() {}

    /**
     * The one document of the text; an empty block if there is none.
     *
     * @throws MalformedYaml if it is no YAML, holds a second document or goes beyond a limit
     */
    public static YamlNode read(String text) {
        try {
            ParserImpl parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
            Iterator<Node> documents = new Composer(SETTINGS, new CountingParser(parser, MAX_VALUES));
            if (!documents.hasNext()) {
                return YamlMap.empty();
            }
            YamlNode document = new YamlReader().node(documents.next(), "", 0, false);
            if (documents.hasNext()) {
                throw new MalformedYaml(line(documents.next()), "a second document begins here");
            }
            return document;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> mark.getLine() + 1)
                    .orElse(1);
            throw new MalformedYaml(line, "not YAML: " + withoutQuotes(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new MalformedYaml(0, "not YAML, or too many aliases");
        } catch (StackOverflowError e) {
            throw new MalformedYaml(0, "nested too deep");
        }
    }

    /** The engine's messages name single signs, which help, and now and then a whole word, which may be a secret. */
    private static String withoutQuotes(String problem) {
        return problem.replaceAll("(?s)['\"].{3,}['\"]", "a value").replaceAll("\\s+", " ");
    }

    private YamlNode node(Node given, String path, int depth, boolean inAlias) {
        Node node = given instanceof AnchorNode anchor ? anchor.getRealNode() : given;
        if (depth > MAX_NESTING) {
            throw new MalformedYaml(line(node), "nested deeper than " + MAX_NESTING);
        }
        boolean again = seen.put(node, true) != null || inAlias;
        if (again && ++repeated > MAX_REPEATED) {
            throw new MalformedYaml(line(node), "aliases repeat more than " + MAX_REPEATED + " values");
        }
        return switch (node) {
            case ScalarNode scalar ->
                new YamlScalar(line(scalar), path, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
            case SequenceNode list -> list(list, path, depth, again);
            case MappingNode map -> map(map, path, depth, again);
            default -> throw new MalformedYaml(line(node), "an unknown kind of value");
        };
    }

    private YamlNode list(SequenceNode list, String path, int depth, boolean again) {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(node(item, path + "[" + items.size() + "]", depth + 1, again));
        }
        return new YamlList(line(list), path, items);
    }

    private YamlMap map(MappingNode map, String path, int depth, boolean again) {
        List<YamlEntry> entries = new ArrayList<>();
        List<YamlEntry> merged = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : map.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            YamlNode value = node(tuple.getValueNode(), path.isEmpty() ? key : path + "." + key, depth + 1, again);
            YamlEntry entry = new YamlEntry(key, line(tuple.getKeyNode()), value);
            if ("<<".equals(key)) {
                merge(value, merged);
            } else {
                entries.add(entry);
                keys.add(key);
            }
        }
        merged.stream().filter(entry -> keys.add(entry.key())).forEach(entries::add);
        return new YamlMap(line(map), path, entries);
    }

    /** What {@code <<: *other} brings along counts only where the block itself says nothing. */
    private static void merge(YamlNode value, List<YamlEntry> merged) {
        switch (value) {
            case YamlMap map -> merged.addAll(map.all());
            case YamlList list -> list.items().forEach(item -> merge(item, merged));
            case YamlScalar nothing -> {}
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
