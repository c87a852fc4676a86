package org.lotusguild.lotus.stack.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Paths;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;

/** The legacy installation, see {@code src/test/resources/stack/fixtures/NOTICE.md}. */
public final class Fixtures {
    public static final Path FOLDER = Path.of("src/test/resources/stack/fixtures");
    public static final Path LEGACY = FOLDER.resolve("legacy");
    public static final Path TOLD = LEGACY.resolve("facts.yaml");
    public static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");

    private Fixtures() {}

    public static Told told() {
        return ToldFile.read(TOLD, "facts.yaml");
    }

    /** The facts of these targets, read as the program reads them. */
    public static Facts facts(Told told, Path... targets) {
        KeyLists names = NameLists.read();
        Inventory.Found found = Inventory.of(List.of(targets));
        Reading.Read read = Reading.read(found.origins(), names);
        Map<String, NamedPath> paths = told.copy() ? Map.of() : Paths.named(read.documents());
        return read.facts(NOW, told, names, paths, Set.of(), found.unread());
    }

    public static Report audited() {
        return Audit.run(facts(told(), LEGACY), Selection.ALL, List.of(), 0);
    }

    /** Lines of {@code file, check, line}. */
    static List<String> acceptance() throws IOException {
        return Files.readAllLines(FOLDER.resolve("acceptance.tsv"));
    }
}
