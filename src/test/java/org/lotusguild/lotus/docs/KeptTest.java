package org.lotusguild.lotus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says what is kept knows every table in which a feature could keep something. */
class KeptTest {
    private static final Pattern DROPPED = Pattern.compile("drop table (\\w+)");
    private static final Pattern TABLE = Pattern.compile("create table (\\w+)");
    private static final Pattern NAMED = Pattern.compile("`((?:bot|guild|webhook)_\\w+)`");

    @Test
    void thePageNamesEachTableOfTheFeatureRoomsAndNoOther() throws IOException {
        String page = Files.readString(Path.of("docs/what-is-kept.md"));
        Set<String> named = new TreeSet<>();
        NAMED.matcher(page).results().forEach(one -> named.add(one.group(1)));
        assertThat(named).isEqualTo(tables());
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        Set<String> dropped = new TreeSet<>();
        for (String room : new String[] {"bot", "guild", "webhooks"}) {
            try (Stream<Path> files = Files.list(Path.of("src/main/resources/db", room))) {
                for (Path file : files.toList()) {
                    String statements = Files.readString(file);
                    TABLE.matcher(statements).results().forEach(one -> tables.add(one.group(1)));
                    DROPPED.matcher(statements).results().forEach(one -> dropped.add(one.group(1)));
                }
            }
        }
        tables.removeAll(dropped);
        return tables;
    }
}
