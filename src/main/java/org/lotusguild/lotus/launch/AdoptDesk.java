package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.adopt.Adoption;
import org.lotusguild.lotus.stack.adopt.Installation;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Paths;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.stack.secrets.SecretFolder;
import org.lotusguild.lotus.stack.trial.OwnHome;

/** {@code lotus init --adopt}: an installation's files → a home that stands for it. */
final class AdoptDesk {
    private final Console console;
    private final Clock clock;

    AdoptDesk(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    /**
     * @param given the file of facts; else {@code facts.yaml} in the folder, if it is there
     * @throws Failure if there is no such folder or file
     */
    void adopt(Home home, Path folder, Optional<Path> given) {
        if (!Files.isDirectory(folder)) {
            throw Failure.usage(folder + ": there is no such folder", "Name the folder that holds the servers' files.");
        }
        Path usual = folder.resolve("facts.yaml");
        Optional<Path> facts = given.or(() -> Optional.of(usual).filter(Files::isRegularFile));
        Installation installation = read(folder, facts);
        Adoption adoption = Adoption.of(
                installation,
                new ConfigReader(Environment.ofProcess()),
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        write(home, adoption);
        new AdoptionTable(console).show(adoption);
        console.line("");
        console.line("Wrote " + home.configuration() + ", " + home.secrets() + " and registration.yaml. Look through "
                + "lotus.yaml, then:");
        console.line("  lotus render");
    }

    private Installation read(Path folder, Optional<Path> facts) {
        Told told = facts.map(file -> ToldFile.read(file, shown(folder, file))).orElse(Told.nothing());
        Inventory.Found found = Inventory.of(List.of(folder), told.copy());
        KeyLists names = NameLists.read();
        Reading.Read read = Reading.read(found.origins(), names);
        Facts known = read.facts(
                clock.instant(),
                told,
                names,
                told.copy() ? Map.of() : Paths.named(read.documents()),
                Set.of(),
                found.unread());
        return new Installation(known, Audit.run(known, Selection.ALL, List.of(), 0), found.origins());
    }

    private static String shown(Path folder, Path file) {
        Path whole = file.toAbsolutePath().normalize();
        Path root = folder.toAbsolutePath().normalize();
        return whole.startsWith(root) ? root.relativize(whole).toString() : file.toString();
    }

    /** What git would keep is refused first. The file that makes it a home comes last: whatever fails before it can be done again. */
    private static void write(Home home, Adoption adoption) {
        OwnHome files = new OwnHome(home.folder(), new SecureRandom());
        new SecretFolder(home.secrets(), Optional.of(home.folder().resolve("registration.yaml")), new SecureRandom())
                .adopt(adoption.secrets());
        files.appservice(adoption.serverName());
        files.configuration(adoption.yaml());
        home.config();
    }
}
