package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.tool.Tool;
import org.lotusguild.lotus.store.PostgresServer;

/** A backup of a database on PostgreSQL beside a plain {@code pg_dump -Fc} of the same, by turns, in megabytes of the dump a second. */
public final class BackupBench {
    private static final int ROUNDS = 5;
    private static final int ROWS = 400_000;
    private static final double MEBI = 1 << 20;

    private BackupBench() {}

    /** @param args the number of rows of 400 bytes, 400,000 without */
    public static void main(String[] args) throws IOException, SQLException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : ROWS;
        List<PostgresTools> installed = PostgresTools.installed(name -> Optional.ofNullable(System.getenv(name)));
        Path folder = Files.createTempDirectory("lotus-backup-bench");
        try (PostgresServer server =
                PostgresServer.start(installed.getLast().folder().resolve("..").normalize())) {
            PostgresServer.Place place = server.freshDatabase();
            fill(place, rows);
            rounds(installed, PostgresAddress.of(place.url(), Optional.of(place.password())), folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void fill(PostgresServer.Place place, int rows) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:" + place.url().replace("lotus@", ""), "lotus", place.password().value());
                var statement = connection.createStatement()) {
            for (String table : List.of("users", "rooms", "devices", "e2e_one_time_keys_json")) {
                statement.execute("create table " + table + " (x text)");
            }
            statement.execute("create table schema_version (version integer)");
            statement.execute("insert into schema_version values (92)");
            statement.execute("create table events (id text, body text)");
            statement.execute("insert into events select '$' || md5(n::text), md5(n::text || 'a') || md5(n::text || 'b')"
                    + " || repeat(md5(n::text || 'c'), 9) from generate_series(1, " + rows + ") n");
        }
    }

    private static void rounds(List<PostgresTools> installed, PostgresAddress at, Path folder) throws IOException {
        PostgresTools tools = PostgresTools.fitting(installed, at);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            Path plain = folder.resolve("plain");
            Tool dump = tools.tool("pg_dump", at, List.of("-Fc", "-f", plain.toString(), at.database()));
            long begin = System.nanoTime();
            PostgresTools.done(dump, at);
            double without = (System.nanoTime() - begin) / 1e9;
            Path ours = folder.resolve("ours");
            begin = System.nanoTime();
            PostgresDump.of(tools, new DatabaseSource.Postgres("synapse", at), ours);
            double with = (System.nanoTime() - begin) / 1e9;
            if (round > 0) { // the first one warms up
                ratios.add(without / with);
                System.out.printf(
                        "plain pg_dump %.1f MB/s, backup with check sum, count and fsync %.1f MB/s: %.0f %%%n",
                        Files.size(plain) / MEBI / without, Files.size(ours) / MEBI / with, 100 * without / with);
            }
            Files.delete(plain);
            Files.delete(ours);
        }
        ratios.sort(null);
        System.out.printf("median %.0f %% of plain pg_dump (%.0f to %.0f)%n", 100 * ratios.get(ROUNDS / 2), 100 * ratios.getFirst(), 100 * ratios.getLast());
    }
}
