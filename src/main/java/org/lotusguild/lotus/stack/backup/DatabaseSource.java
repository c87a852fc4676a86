package org.lotusguild.lotus.stack.backup;

import java.nio.file.Path;

/** A database that belongs into a backup. */
public sealed interface DatabaseSource {
    /** What it is called in the backup: {@code synapse}, {@code lotus}, {@code lldap}, {@code authelia}. */
    String part();

    record Sqlite(String part, Path file) implements DatabaseSource {}

    record Postgres(String part, PostgresAddress at) implements DatabaseSource {}
}
