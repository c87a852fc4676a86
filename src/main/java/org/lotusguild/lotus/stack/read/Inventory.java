package org.lotusguild.lotus.stack.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Unread;
import org.lotusguild.lotus.stack.facts.Where;

/** Targets → texts. Every file is opened once. */
public final class Inventory {
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_FILES = 20_000;
    /** Of all files together, which are kept until the last check has run. */
    private static final long MAX_WEIGHT = 64L << 20;
    /** What a line takes beside its signs, and what a reader makes of it. */
    private static final int LINE_WEIGHT = 128;

    /** Names of which one expects a configuration; whatever else cannot be read is nobody's loss. */
    private static final Pattern CONFIGURATION = Pattern.compile(
            ".*\\.(ya?ml|json|conf|cnf|cfg|ini|toml|local|sql|sh|inc|service|timer|socket)|.*/cron\\.d/[^/]*|.*/crontab");
    /** Never opened: what is in them is nobody's business, or no configuration by its name. */
    private static final Pattern CLOSED = Pattern.compile(
            ".*\\.(pem|key|crt|cer|p12|pfx|db|sqlite3?|gz|xz|zst|zip|tar|png|jpe?g|svg|ico|woff2?|so|pyc|dump|bak)|.*\\.lotus-[0-9TZ]+\\.bak|.*\\.lotus-new");

    /** What lies there is of others, and there is much of it. */
    private static final Set<String> FOREIGN = Set.of(".git", "node_modules");

    private final List<Origin> origins = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private final List<Path> within;
    private int unrecognised;
    private long weight;
    /** Whether a file found no room: nothing is read after it. */
    private boolean full;

    /** @param within what no link may lead out of; none if all may be read */
    private Inventory(List<Path> within) {
        this.within = within;
    }

    /**
     * What lies there.
     *
     * @param unrecognised how many files cannot be configuration
     */
    public record Found(List<Origin> origins, List<Unread> unread, int unrecognised) {}

    /**
     * Reads files, and folders with all that is below them.
     *
     * @param targets that exist
     */
    public static Found of(List<Path> targets) {
        return of(targets, false);
    }

    /**
     * The same.
     *
     * @param copy whether they come from another machine: a link out of them leads to files of this one then, and is not followed
     */
    public static Found of(List<Path> targets, boolean copy) {
        Inventory inventory =
                new Inventory(copy ? targets.stream().map(Inventory::real).toList() : List.of());
        boolean oneFolder = targets.size() == 1 && Files.isDirectory(targets.getFirst());
        for (Path target : targets) {
            String shown = target.toString();
            inventory.visit(target, oneFolder ? "" : shown, 0, true);
        }
        return new Found(inventory.origins, inventory.unread, inventory.unrecognised);
    }

    /** Where it is, all links followed; where it seems to be, if they lead nowhere. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private boolean astray(Path path) {
        return !within.isEmpty()
                && Files.isSymbolicLink(path)
                && within.stream().noneMatch(real(path)::startsWith);
    }

    private void visit(Path path, String shown, int depth, boolean asked) {
        if (full) {
            return;
        }
        if (astray(path)) {
            lost(shown, Files.isDirectory(path) || expected(shown, asked), "is a link that leads out of the copy");
        } else if (Files.isDirectory(path)) {
            folder(path, shown, depth);
        } else if (Files.isRegularFile(path)) {
            file(path, shown.isEmpty() ? String.valueOf(path.getFileName()) : shown, asked);
        } else if (asked) {
            unread.add(new Unread(new Where(shown, 0, ""), "is no file and no folder"));
        }
    }

    private void folder(Path path, String shown, int depth) {
        try {
            if (!seen.add(path.toRealPath())) {
                return;
            }
            if (depth > MAX_DEPTH) {
                unread.add(new Unread(new Where(shown, 0, ""), "folders deeper than " + MAX_DEPTH + " are not read"));
                return;
            }
            for (Path entry : entries(path)) {
                String name = String.valueOf(entry.getFileName());
                if (!FOREIGN.contains(name)) {
                    visit(entry, shown.isEmpty() ? name : shown + "/" + name, depth + 1, false);
                }
            }
        } catch (AccessDeniedException e) {
            unread.add(new Unread(new Where(shown, 0, ""), "the folder may not be read; run as a user who may"));
        } catch (IOException e) {
            unread.add(new Unread(new Where(shown, 0, ""), "the folder cannot be read"));
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private void file(Path path, String shown, boolean asked) {
        boolean expected = expected(shown, asked);
        if (!asked && (CLOSED.matcher(shown).matches() || Recogniser.never(shown))) {
            unrecognised++;
            return;
        }
        try {
            // Two links to one file are one file: sites-enabled beside sites-available.
            if (!seen.add(path.toRealPath())) {
                return;
            }
            Optional<String> text = text(path);
            if (text.isEmpty()) {
                lost(shown, expected, "is no text in UTF-8");
            } else if (fits(text.get())) {
                origins.add(new Origin(
                        shown,
                        path.toAbsolutePath().normalize().toString(),
                        text.get().lines().toList(),
                        Paths.access(path),
                        Paths.inGit(path)));
            } else if (expected) {
                full = true;
                unread.add(
                        new Unread(
                                new Where(shown, 0, ""),
                                "finds no room beside the files before it; it and all after it are not read: name fewer targets"));
            } else {
                unrecognised++;
            }
        } catch (TooLarge e) {
            lost(shown, expected, "is larger than " + (MAX_BYTES >> 20) + " MiB, which is no configuration");
        } catch (AccessDeniedException e) {
            lost(shown, expected, "may not be read; run as a user who may");
        } catch (IOException e) {
            lost(shown, expected, "cannot be read");
        }
    }

    private boolean fits(String text) {
        long more = text.length()
                + LINE_WEIGHT * text.chars().filter(sign -> sign == '\n').count();
        boolean fits = weight + more <= MAX_WEIGHT && origins.size() < MAX_FILES;
        weight += fits ? more : 0;
        return fits;
    }

    private static boolean expected(String shown, boolean asked) {
        return asked || CONFIGURATION.matcher("/" + shown).matches();
    }

    private void lost(String shown, boolean expected, String because) {
        if (expected) {
            unread.add(new Unread(new Where(shown, 0, ""), because));
        } else {
            unrecognised++;
        }
    }

    /** Empty if it is no text. */
    private static Optional<String> text(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TooLarge();
            }
            for (byte one : bytes) {
                if (one == 0) {
                    return Optional.empty();
                }
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }
}
