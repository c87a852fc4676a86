package org.lotusguild.lotus.stack.fix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.base.FileItself;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/**
 * Writes changed files. First each gets its backup and its new text beside it, where a full disk is noticed; then they are renamed
 * one by one. Whoever is killed in between leaves whole files, old or new.
 */
public final class Rewriter {
    private static final String FRESH = ".lotus-new";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String ending;
    private final Runnable beforeStep;
    private final List<Path> fresh = new ArrayList<>();
    private final List<Path> backups = new ArrayList<>();

    /** @param now names the backups */
    public Rewriter(Instant now) {
        this(now, () -> {});
    }

    /** @param beforeStep called before each change on the disk: a place where a test can end it */
    Rewriter(Instant now, Runnable beforeStep) {
        this.ending = ".lotus-" + TIME.format(now) + ".bak";
        this.beforeStep = beforeStep;
    }

    /**
     * A file that was written.
     *
     * @param afterwards what must be done so that it takes effect
     */
    public record Written(Path file, Path backup, List<String> afterwards) {
        public Written {
            afterwards = List.copyOf(afterwards);
        }

        public String undo() {
            return "mv " + quoted(backup) + " " + quoted(file);
        }

        private static String quoted(Path path) {
            String text = path.toString();
            return text.matches("[\\w./@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
        }
    }

    /** The text of a file as it is, with line ends and mark. */
    public static String text(Path path) throws IOException {
        return Files.readString(path);
    }

    /**
     * @throws StackTrouble if a file is not what was audited any more, or would get another owner; nothing is changed then
     * @throws IOException if something could not be written; nothing is changed then, unless it was the last step
     */
    public List<Written> write(List<Change> changes) throws IOException {
        List<Path> places = new ArrayList<>();
        List<Written> written = new ArrayList<>();
        try {
            for (Change change : changes) {
                Path place = place(Path.of(change.path()));
                places.add(place);
                unchanged(change, place);
                Path backup = beside(place, ending);
                backUp(place, backup);
                prepare(change, place);
                written.add(new Written(place, backup, Afterwards.of(change)));
            }
            for (int i = 0; i < changes.size(); i++) {
                unchanged(changes.get(i), places.get(i));
            }
        } catch (IOException | RuntimeException e) {
            clear();
            throw e;
        }
        for (int i = 0; i < places.size(); i++) {
            beforeStep.run();
            Files.move(fresh.get(i), places.get(i), StandardCopyOption.ATOMIC_MOVE);
            synced(places.get(i).resolveSibling(""));
        }
        return written;
    }

    /** One link is followed; a chain of them is somebody's plan that we do not know. */
    private static Path place(Path path) throws IOException {
        if (!Files.isSymbolicLink(path)) {
            return path;
        }
        Path target = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
        if (Files.isSymbolicLink(target)) {
            throw new StackTrouble(
                    path + " is a link to a link", "Nothing was written. Name the file itself as the target.");
        }
        return target;
    }

    /** Hidden: of some folders, such as nginx's {@code sites-enabled}, programs read every file that is not. */
    private static Path beside(Path place, String ending) {
        return place.resolveSibling("." + place.getFileName() + ending);
    }

    private static void unchanged(Change change, Path place) throws IOException {
        if (!text(place).equals(change.before())) {
            throw new StackTrouble(
                    change.file() + " was changed since it was read", "Nothing was written. Run it again.");
        }
    }

    private void backUp(Path place, Path backup) throws IOException {
        beforeStep.run();
        Files.copy(place, backup, StandardCopyOption.COPY_ATTRIBUTES);
        backups.add(backup);
        synced(backup);
        dressed(backup, Files.readAttributes(place, PosixFileAttributes.class));
    }

    private void prepare(Change change, Path place) throws IOException {
        beforeStep.run();
        Path beside = beside(place, FRESH);
        fresh.add(beside);
        try (FileChannel channel = OwnFiles.fresh(beside)) {
            ByteBuffer bytes = ByteBuffer.wrap(change.after().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                beforeStep.run();
                channel.write(bytes);
            }
            channel.force(true);
        }
        dressed(beside, Files.readAttributes(place, PosixFileAttributes.class));
    }

    /** The owner first: to give a file away takes bits of its mode. */
    static void dressed(Path file, PosixFileAttributes as) throws IOException {
        FileItself.change(file, view -> dressed(file, view, as));
    }

    private static void dressed(Path file, PosixFileAttributeView view, PosixFileAttributes as) throws IOException {
        PosixFileAttributes now = view.readAttributes();
        try {
            if (!now.owner().equals(as.owner())) {
                view.setOwner(as.owner());
            }
            if (!now.group().equals(as.group())) {
                view.setGroup(as.group());
            }
        } catch (IOException e) {
            throw new StackTrouble(
                    file + " cannot be given to " + as.owner().getName() + ", who owns the file now",
                    "Nothing was written. Run it as root.",
                    e);
        }
        view.setPermissions(as.permissions());
    }

    private static void synced(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void clear() throws IOException {
        for (Path file : fresh) {
            Files.deleteIfExists(file);
        }
        for (Path file : backups) {
            Files.deleteIfExists(file);
        }
    }
}
