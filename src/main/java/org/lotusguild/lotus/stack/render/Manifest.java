package org.lotusguild.lotus.stack.render;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The list of a host's files, as it lies beside them: a line each, with tabs between mode, owner, SHA-256, {@code secret} or
 * {@code open}, the unit that must hear of a change or {@code -}, and the path.
 */
public record Manifest(List<Entry> entries) {
    private static final int COLUMNS = 6;

    /**
     * One file.
     *
     * @param path absolute, on the host
     * @param sha256 in hexadecimal digits
     */
    public record Entry(String mode, String owner, String sha256, boolean secret, Optional<String> unit, String path) {
        private String line() {
            return String.join("\t", mode, owner, sha256, secret ? "secret" : "open", unit.orElse("-"), path);
        }
    }

    public Manifest {
        entries = List.copyOf(entries);
    }

    /** Of the files of one host. */
    public static Manifest of(List<RenderedFile> files) {
        return new Manifest(files.stream()
                .map(file -> new Entry(
                        file.mode(), file.owner(), sha256(file.text()), file.secret(), file.unit(), file.path()))
                .toList());
    }

    /** @throws IllegalArgumentException that names the line, if the text is no such list */
    public static Manifest parse(String text) {
        return new Manifest(text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Manifest::entry)
                .toList());
    }

    private static Entry entry(String line) {
        String[] parts = line.split("\t", COLUMNS);
        boolean whole = parts.length == COLUMNS
                && parts[0].matches("0[0-7]{3}")
                && parts[1].matches("[a-z_-]+:[a-z_-]+")
                && parts[2].matches("[0-9a-f]{64}")
                && parts[5].startsWith("/")
                && !Arrays.asList(parts[5].split("/")).contains("..");
        if (!whole) {
            throw new IllegalArgumentException("not a line of a manifest: " + line);
        }
        return new Entry(
                parts[0],
                parts[1],
                parts[2],
                parts[3].equals("secret"),
                Optional.of(parts[4]).filter(unit -> !unit.equals("-")),
                parts[5]);
    }

    /** @param header the line above the list, without # */
    public String text(String header) {
        Lines lines = Lines.under(header);
        entries.forEach(entry -> lines.add(entry.line()));
        return lines.text();
    }

    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
