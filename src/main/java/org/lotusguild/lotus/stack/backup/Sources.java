package org.lotusguild.lotus.stack.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What belongs into the backup of one guild.
 *
 * @param home what the places of files are relative to
 * @param databases in the order in which they are copied
 * @param media the folder that has {@code local_content}
 * @param files configuration and what it names, registrations, the signing key
 * @param secrets the folder {@code secrets}
 * @param missing what belongs here as well and cannot be had: a sentence each
 */
public record Sources(
        Path home,
        String serverName,
        List<DatabaseSource> databases,
        Optional<Path> media,
        List<Path> files,
        Optional<Path> secrets,
        List<String> missing) {

    public Sources {
        databases = List.copyOf(databases);
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /** Whether it is said of this part's database that it cannot be had. */
    public boolean tellsOf(String part) {
        return missing.stream().anyMatch(sentence -> sentence.contains("the database of " + part + ","));
    }
}
