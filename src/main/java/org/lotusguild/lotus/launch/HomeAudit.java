package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Ignore;
import org.lotusguild.lotus.stack.audit.IgnoreReader;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Paths;
import org.lotusguild.lotus.stack.read.Reading;

/** What {@code lotus audit} says of this machine's files when nobody chooses: for the doctor and for the running program. */
final class HomeAudit {
    static final String IGNORE_FILE = "audit-ignore.yaml";

    private HomeAudit() {}

    /**
     * Empty where none of the servers is on this machine.
     *
     * @throws org.lotusguild.lotus.base.config.ConfigException if the ignore file has mistakes
     */
    static Optional<Report> report(Home home, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        AuditPlaces places = AuditPlaces.of(home, today);
        if (places.files().isEmpty()) {
            return Optional.empty();
        }
        Path file = home.folder().resolve(IGNORE_FILE);
        List<Ignore> ignores = Files.exists(file) ? ignores(file, today) : List.of();
        return Optional.of(report(places.files(), LastBackup.in(places.told(), home.folder()), ignores, now));
    }

    static Report report(List<Path> files, Told told, List<Ignore> ignores, Instant now) {
        KeyLists names = NameLists.read();
        Inventory.Found found = Inventory.of(files);
        Reading.Read read = Reading.read(found.origins(), names);
        return Audit.run(
                read.facts(
                        now, told, names, Paths.named(read.documents()), EnumSet.noneOf(Reads.class), found.unread()),
                Selection.ALL,
                ignores,
                read.unrecognised() + found.unrecognised());
    }

    /** @throws org.lotusguild.lotus.base.config.ConfigException if it has mistakes */
    static List<Ignore> ignores(Path file, LocalDate today) {
        try {
            return IgnoreReader.read(file, file.toString(), Files.readString(file), today);
        } catch (IOException e) {
            throw Failure.usage(file + " cannot be read", "It must be there, and UTF-8.");
        }
    }
}
