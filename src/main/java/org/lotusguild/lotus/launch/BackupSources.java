package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ConfigFiles;
import org.lotusguild.lotus.stack.backup.DatabaseSource;
import org.lotusguild.lotus.stack.backup.FoundSources;
import org.lotusguild.lotus.stack.backup.PostgresAddress;
import org.lotusguild.lotus.stack.backup.Sources;
import org.lotusguild.lotus.stack.backup.SynapseFiles;
import org.lotusguild.lotus.store.StoreConfig;

/** What of a home belongs into its backup, from {@code lotus.yaml} and Synapse's configuration. */
record BackupSources(Home home, Optional<Path> named) {
    private static final String SQLITE = "sqlite:";

    Sources found() {
        LotusConfig config = home.config();
        return FoundSources.of(
                home.folder(),
                config.homeserver().serverName(),
                lotus(config.store()),
                synapse(config),
                ConfigFiles.of(config));
    }

    private Optional<SynapseFiles> synapse(LotusConfig config) {
        return FoundSources.synapse(home.folder(), config.homeserver().serverName(), named);
    }

    private DatabaseSource lotus(StoreConfig store) {
        return store.url().startsWith(SQLITE)
                ? new DatabaseSource.Sqlite(
                        "lotus", home.folder().resolve(store.url().substring(SQLITE.length())))
                : new DatabaseSource.Postgres("lotus", PostgresAddress.of(store.url(), store.password()));
    }

    /** On which PostgreSQL a part lives; empty if it does not, or nobody says. */
    Optional<PostgresAddress> postgres(String part) {
        LotusConfig config = home.config();
        Optional<DatabaseSource> source = part.equals("lotus")
                ? Optional.of(lotus(config.store()))
                : synapse(config).map(SynapseFiles::database);
        return source.flatMap(found ->
                found instanceof DatabaseSource.Postgres postgres ? Optional.of(postgres.at()) : Optional.empty());
    }
}
