package org.lotusguild.lotus.stack.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.Where;

/** The settings of PostgreSQL in the order in which it reads them: its file, conf.d, then what ALTER SYSTEM wrote. */
final class PgSettings {
    private final List<SettingsFile> files;

    private PgSettings(List<SettingsFile> files) {
        this.files = files;
    }

    /** What initdb writes into every postgresql.conf. */
    private static final Set<String> STOCK =
            Set.of("port", "max_connections", "shared_buffers", "max_wal_size", "min_wal_size");

    /** A setting and the file that it stands in. */
    record Line(SettingsFile file, Setting setting) {
        /** Whether nobody chose it. */
        boolean stock() {
            return STOCK.contains(setting.key()) && file.file().endsWith("postgresql.conf");
        }

        Where where() {
            return file.at(setting);
        }

        String value() {
            return setting.value();
        }
    }

    static PgSettings of(Facts facts) {
        return new PgSettings(facts.settings(Kind.POSTGRES).stream()
                .sorted(Comparator.comparingInt(PgSettings::rank).thenComparing(SettingsFile::file))
                .toList());
    }

    private static int rank(SettingsFile file) {
        return file.file().endsWith("postgresql.auto.conf") ? 2 : file.file().endsWith("postgresql.conf") ? 0 : 1;
    }

    Stream<Line> all() {
        return files.stream().flatMap(file -> file.settings().stream().map(setting -> new Line(file, setting)));
    }

    /** The last line of this name, which counts. */
    Optional<Line> last(String name) {
        return all().filter(line -> line.setting().key().equalsIgnoreCase(name)).reduce((earlier, later) -> later);
    }

    String text(String name, String usual) {
        return last(name).map(Line::value).orElse(usual);
    }

    /** Where something is missing; the files are not empty. */
    Where missing(String name) {
        return files.getLast().missing(name);
    }

    SettingsFile file() {
        return files.getLast();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }
}
