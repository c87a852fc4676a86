package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.backup.DatabaseSource;
import org.lotusguild.lotus.stack.backup.Sources;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.render.Samples;

class SignInDatabasesTest {
    private static Sources sources(String... parts) {
        List<DatabaseSource> databases = Stream.of(parts)
                .<DatabaseSource>map(part -> new DatabaseSource.Sqlite(part, Path.of("/x")))
                .toList();
        return new Sources(
                Path.of("/home"), "example.org", databases, Optional.empty(), List.of(), Optional.empty(), List.of());
    }

    @Test
    void saysOfABackupThatSingleSignOnOfAnotherHostIsNotInIt() {
        StackBlock stack = Samples.read(Samples.text("five-hosts")).stack();
        assertThat(SignInDatabases.missing(stack, sources("synapse", "lotus")))
                .contains(
                        "LEFT OUT: single sign-on, since the databases of lldap and authelia are on the host auth, whose "
                                + "INSTALL.md says how to copy them");
        assertThat(SignInDatabases.missing(stack, sources("synapse", "lotus", "lldap", "authelia")))
                .isEmpty();
    }

    @Test
    void saysOfTheSameHostWhatTheBackupDoesNotTellItself() {
        StackBlock stack = Samples.read(Samples.text("one-host")).stack();
        assertThat(SignInDatabases.missing(stack, sources("synapse", "lotus", "lldap")))
                .contains(
                        "LEFT OUT: single sign-on, since the databases of authelia are not where lotus render puts them: copy "
                                + "them yourself");
        Sources unreadable = new Sources(
                Path.of("/home"),
                "example.org",
                sources("synapse", "lotus", "lldap").databases(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of("/var/lib/authelia/db.sqlite3, the database of authelia, which this user may not read"));
        assertThat(SignInDatabases.missing(stack, unreadable)).isEmpty();
    }
}
