package org.lotusguild.lotus.stack.check;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.Where;

/** The settings of PostgreSQL in the order in which it reads them: its file, conf.d, then what ALTER SYSTEM wrote. */
final class PgSettings {
    static final String CONNECTIONS = "max_connections";
    static final String USUAL_CONNECTIONS = "100";

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

    /** The line of the same name that this one overrides. */
    Optional<Line> before(Line line) {
        return all().takeWhile(earlier -> !earlier.equals(line))
                .filter(earlier ->
                        earlier.setting().key().equalsIgnoreCase(line.setting().key()))
                .reduce((earlier, later) -> later);
    }

    String text(String name, String usual) {
        return last(name).map(Line::value).orElse(usual);
    }

    /** The line that counts, or where it is missing; the files are not empty. */
    Where where(String name) {
        return last(name).map(Line::where).orElseGet(() -> file().missing(name));
    }

    /**
     * What the server has of a setting, if that is known and differs from the files, or there are none.
     *
     * @param running by name
     * @param base the unit of a bare number, see {@link PgValue#canonical}
     */
    Optional<String> otherwise(Map<String, String> running, String name, String usual, String base) {
        return Optional.ofNullable(running.get(name))
                .filter(has ->
                        isEmpty() || !PgValue.canonical(has, base).equals(PgValue.canonical(text(name, usual), base)));
    }

    /** The place of a setting that the server itself told. */
    static Where inServer(String name) {
        return new Where("", 0, "setting " + name);
    }

    static OptionalLong number(String text) {
        return text.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The last of the files; there is one. */
    SettingsFile file() {
        return files.getLast();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }
}
