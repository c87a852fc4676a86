package org.lotusguild.lotus.it;

/** The short form of the encryption test matrix on PostgreSQL. All of it: {@code -Dlotus.it.database=postgresql}. */
@OnPostgres
final class PostgresRowsIT extends MainRows {}
