package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file with {@code [sections]}: systemd units, jails and filters of fail2ban. */
public record IniFile(Origin origin, Kind kind, List<Section> sections) implements Document {
    public IniFile {
        sections = List.copyOf(sections);
    }

    /** A section; of the same name there may be several. */
    public record Section(String name, int line, List<Entry> entries) {
        public Section {
            entries = List.copyOf(entries);
        }

        public Stream<Entry> all(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key));
        }

        /** The last of this key. */
        public Optional<Entry> last(String key) {
            return all(key).reduce((earlier, later) -> later);
        }
    }

    /**
     * A key and its value, which may go on in lines that begin with a blank (fail2ban) or after a backslash (systemd).
     *
     * @param lines the parts of the value, at least one (which may be empty)
     */
    public record Entry(int line, String key, List<Part> lines) {
        public Entry {
            lines = List.copyOf(lines);
        }

        /** The parts with line ends between them. */
        public String value() {
            return String.join("\n", lines.stream().map(Part::text).toList());
        }
    }

    /** @param text without blanks around it */
    public record Part(int line, String text) {}

    public Stream<Section> all(String name) {
        return sections.stream().filter(section -> section.name().equals(name));
    }

    /** All entries of this key in the sections of this name. */
    public Stream<Entry> all(String section, String key) {
        return all(section).flatMap(found -> found.all(key));
    }

    /** The last of {@link #all(String, String)}. */
    public Optional<Entry> last(String section, String key) {
        return all(section, key).reduce((earlier, later) -> later);
    }

    public Where at(Entry entry) {
        return at(entry.line(), entry.key());
    }

    public Where at(Part part, String what) {
        return at(part.line(), what);
    }
}
