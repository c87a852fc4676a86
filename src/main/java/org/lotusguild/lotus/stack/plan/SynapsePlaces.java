package org.lotusguild.lotus.stack.plan;

import org.lotusguild.lotus.base.config.Default;

/**
 * Where Synapse's things lie that outlive its configuration: in an installation that was there before Lotus, elsewhere perhaps.
 *
 * @param signingKey the file of the server's identity
 * @param mediaStore the folder of pictures and files
 * @param database its name in PostgreSQL
 * @param databaseUser who owns it there
 */
public record SynapsePlaces(
        @Default("/etc/matrix-synapse/homeserver.signing.key")
        String signingKey,

        @Default("/var/lib/matrix-synapse/media") String mediaStore,
        @Default("synapse") String database,
        @Default("synapse") String databaseUser) {

    public SynapsePlaces {
        checkPath("signing-key", signingKey);
        checkPath("media-store", mediaStore);
        checkWord("database", database);
        checkWord("database-user", databaseUser);
    }

    private static void checkPath(String key, String path) {
        if (!path.matches("/[A-Za-z0-9._@+/-]{1,250}")) {
            throw new IllegalArgumentException(key + ": must begin with / and hold neither blanks nor quotes");
        }
    }

    private static void checkWord(String key, String word) {
        if (!word.matches("[a-z_][a-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException(key + ": is named by small letters, digits, dashes and underscores");
        }
    }
}
