package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Map;

/**
 * What Synapse's database says about itself.
 *
 * @param version {@code server_version_num}, 150018
 * @param tables those of Synapse that are looked at
 * @param pending settings that wait for a restart
 * @param mistakes lines of its files that it could not apply
 * @param clients connections by the name of the database user
 * @param settings as SHOW tells them, {@code 128MB}, by name; those that this role may not see are not among them
 * @param updates background updates that are left
 * @param failing destinations that have not answered for a week
 * @param failure why nothing could be asked; empty if it could
 */
public record DatabaseAnswers(
        int version,
        String encoding,
        String collate,
        String ctype,
        List<Table> tables,
        List<String> pending,
        List<Mistake> mistakes,
        Map<String, Integer> clients,
        Map<String, String> settings,
        long updates,
        long failing,
        String failure) {
    public DatabaseAnswers {
        tables = List.copyOf(tables);
        pending = List.copyOf(pending);
        mistakes = List.copyOf(mistakes);
        clients = Map.copyOf(clients);
        settings = Map.copyOf(settings);
    }

    /**
     * A table.
     *
     * @param options {@code reloptions}, name → value
     * @param bytes with its indexes
     * @param age of the oldest transaction in it
     */
    public record Table(String name, Map<String, String> options, long bytes, long live, long dead, long age) {
        public Table {
            options = Map.copyOf(options);
        }
    }

    /** A line of {@code pg_file_settings} with an error. */
    public record Mistake(String file, int line, String name, String error) {
        /** In place of all of them: this role may not see them. */
        public static final Mistake HIDDEN = new Mistake("", 0, "pg_file_settings", "may not be read by this role");
    }

    /** The same, and these besides. */
    public DatabaseAnswers with(List<Mistake> more) {
        return new DatabaseAnswers(
                version, encoding, collate, ctype, tables, pending, more, clients, settings, updates, failing, failure);
    }
}
