package org.lotusguild.lotus.crypto.fake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;

/**
 * Values that must lie nowhere, and the search for them: as bytes, in hex, in base64 wherever it may begin, and as JSON writes
 * them.
 */
public final class Needles {
    private final Map<String, byte[]> all = new LinkedHashMap<>();

    public void add(String name, byte[] value) {
        all.put(name, value);
    }

    /** Words that people say or type. */
    public void add(String name, String value) {
        add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A key as it is written, and its bytes. */
    public void addBase64(String name, String value) {
        add(name, value);
        add(name + ", its bytes", Base64.getDecoder().decode(value));
    }

    public int size() {
        return all.size();
    }

    /** The names of those that are in there. */
    public List<String> in(byte[] where) {
        String text = new String(where, StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        all.forEach((name, value) -> {
            if (forms(value).stream().anyMatch(text::contains)) {
                found.add(name);
            }
        });
        return found;
    }

    /** File and name of each that lies in a file below the folder; a file that goes away meanwhile has none. */
    public List<String> below(Path folder, Predicate<Path> except) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(Files::isRegularFile).filter(except.negate()).toList()) {
                try {
                    in(Files.readAllBytes(file)).forEach(name -> found.add(file + ": " + name));
                } catch (NoSuchFileException gone) {
                    continue;
                }
            }
        }
        return found;
    }

    private static List<String> forms(byte[] value) {
        List<String> forms = new ArrayList<>();
        forms.add(new String(value, StandardCharsets.ISO_8859_1));
        forms.add(HexFormat.of().formatHex(value));
        forms.add(HexFormat.of().withUpperCase().formatHex(value));
        for (int shift = 0; shift < 3; shift++) {
            int whole = (value.length - shift) / 3 * 3;
            byte[] part = Arrays.copyOfRange(value, shift, shift + whole);
            forms.add(Base64.getEncoder().encodeToString(part));
            forms.add(Base64.getUrlEncoder().encodeToString(part));
        }
        forms.addAll(escaped(new String(value, StandardCharsets.UTF_8)));
        return forms;
    }

    /** With and without signs beyond ASCII; the quotes around it do not count. */
    private static List<String> escaped(String text) {
        String json = Json.text(text);
        String plain = json.substring(1, json.length() - 1);
        StringBuilder ascii = new StringBuilder();
        plain.chars().forEach(c -> ascii.append(c < 0x80 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return List.of(
                new String(plain.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), ascii.toString());
    }
}
