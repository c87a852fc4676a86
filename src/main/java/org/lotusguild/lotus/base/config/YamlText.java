package org.lotusguild.lotus.base.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A file's bytes → its YAML nodes, which know their lines. */
final class YamlText {
    private static final int MAX_BYTES = 256 << 10;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(MAX_BYTES)
            .build();

    private final Problems problems;

    YamlText(Problems problems) {
        this.problems = problems;
    }

    /** @throws ConfigException if the file holds no YAML document, or more than one */
    Node read(Path file) {
        return node(text(bytes(file)));
    }

    /** A default, as the records write it. */
    static Node ofDefault(String text) {
        return new Compose(SETTINGS).composeString(text).orElseThrow();
    }

    private byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw problems.and(0, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw problems.and(0, "is no file, but a folder or device");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw problems.and(0, "is larger than " + (MAX_BYTES >> 10) + " KiB; this is no configuration");
            }
            return bytes;
        } catch (IOException e) {
            throw problems.and(0, "cannot be read; look at its owner and mode");
        }
    }

    private String text(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = decoder.decode(in).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            int line = lineAt(new String(Arrays.copyOf(bytes, in.position()), StandardCharsets.ISO_8859_1));
            throw problems.and(line, "is not UTF-8 from here on; save the file as UTF-8");
        }
    }

    /** @throws ConfigException as {@link #read} */
    Node node(String text) {
        try {
            Iterator<Node> documents =
                    new Compose(SETTINGS).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                throw problems.and(1, "the file is empty; it needs keys and values");
            }
            Node document = documents.next();
            if (documents.hasNext()) {
                throw problems.and(
                        line(documents.next()), "a second document; remove the line --- and what follows it");
            }
            return document;
        } catch (MarkedYamlEngineException e) {
            throw badYaml(e, text);
        } catch (ReaderException e) {
            int line = lineAt(text.substring(0, text.offsetByCodePoints(0, e.getPosition())));
            throw problems.and(line, "holds a control sign; remove it");
        } catch (YamlEngineException e) {
            throw problems.and(1, "not YAML: too many aliases; write the values out");
        } catch (StackOverflowError e) {
            // The parser recurses and has no limit of its own: the size cap keeps this the only harm.
            throw problems.and(1, "not YAML: nested too deep");
        }
    }

    private ConfigException badYaml(MarkedYamlEngineException e, String text) {
        String what = e.getProblem();
        // An open quote or bracket is noticed at the end of the file, but the mistake is where it opened.
        boolean open = what.contains("end of stream") || what.contains("stream end");
        Optional<Mark> at = open ? e.getContextMark() : e.getProblemMark();
        int line = at.or(e::getProblemMark).map(mark -> mark.getLine() + 1).orElse(1);
        if (text.lines().skip(line - 1L).findFirst().orElse("").matches("\\s*\\t.*")) {
            return problems.and(line, "a tab in the indentation; use spaces");
        }
        return problems.and(
                line, "not YAML: " + what + "; check indentation, colons and quotes here and in the line above");
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static int lineAt(String before) {
        return 1 + (int) before.chars().filter(c -> c == '\n').count();
    }
}
