package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;

class FoundSourcesTest {
    @TempDir
    private Path root;

    private Sources found() {
        DatabaseSource lotus = new DatabaseSource.Sqlite("lotus", root.resolve("lotus.db"));
        return FoundSources.of(root, root, "example.org", lotus, Optional.empty(), List.of());
    }

    @Test
    void takesTheDatabasesOfSingleSignOnWhereTheyAre() throws IOException {
        assertThat(found().databases()).extracting(DatabaseSource::part).containsExactly("lotus");
        for (String file : new String[] {"var/lib/lldap/users.db", "var/lib/authelia/db.sqlite3"}) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        assertThat(found().databases())
                .containsExactly(
                        new DatabaseSource.Sqlite("lotus", root.resolve("lotus.db")),
                        new DatabaseSource.Sqlite("lldap", root.resolve("var/lib/lldap/users.db")),
                        new DatabaseSource.Sqlite("authelia", root.resolve("var/lib/authelia/db.sqlite3")));
    }

    @Test
    void takesNothingInClearThatLiesAmongTheSecrets() throws IOException {
        Path registration = Files.createDirectories(root.resolve("secrets")).resolve("registration.yaml");
        Files.writeString(registration, "as_token: of-nobody\n");
        Path link = Files.createSymbolicLink(root.resolve("linked.yaml"), registration);
        Path other = Files.writeString(root.resolve("fortunes.txt"), "one\n");
        Path homeserver = Files.createDirectories(root.resolve("synapse")).resolve("homeserver.yaml");
        Files.writeString(
                homeserver,
                "server_name: example.org\ndatabase: {name: sqlite3}\napp_service_config_files: [../secrets/registration.yaml]\n");
        Sources sources = FoundSources.of(
                root,
                root,
                "example.org",
                new DatabaseSource.Sqlite("lotus", root.resolve("lotus.db")),
                Optional.of(SynapseFiles.read(homeserver)),
                List.of(registration, link, other));
        assertThat(sources.files()).containsExactly(other, homeserver);
        assertThat(sources.secrets()).contains(root.resolve("secrets"));
        assertThat(sources.missing()).isEmpty();
    }

    /** The backup is root's, and the home its user's. */
    @Test
    void followsNoLinkInThePlaceOfTheSecretsAndSaysSo() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        Path secrets = Files.createSymbolicLink(root.resolve("secrets"), elsewhere);
        assertThat(found().secrets()).isEmpty();
        assertThat(found().missing())
                .containsExactly(secrets + ", which is a link: make it a folder of the home's user");
    }

    /** A link to itself stands for what may not be read: to root nothing else is closed. */
    @Test
    void tellsThatADatabaseOfSingleSignOnMayNotBeRead() throws IOException {
        Path users = root.resolve("var/lib/lldap/users.db");
        Files.createDirectories(users.getParent());
        assertThat(found().missing()).as("LLDAP with another database").isEmpty();
        Files.createSymbolicLink(users, users);
        assertThat(found().databases()).extracting(DatabaseSource::part).containsExactly("lotus");
        assertThat(found().missing()).containsExactly(users + ", the database of lldap, which this user may not read");
    }

    /** The places are those of the rendered files. */
    @Test
    void looksWhereTheProgramsAreToldToHaveThem() {
        Plan plan = Samples.plan("one-host");
        assertThat(Samples.file(plan, plan.the(Role.SSO), "/etc/authelia/configuration.yml"))
                .contains("path: /var/lib/authelia/db.sqlite3\n");
        assertThat(Samples.file(plan, plan.the(Role.SSO), "/etc/lldap/lldap_config.toml"))
                .contains("\"sqlite:///var/lib/lldap/users.db?mode=rwc\"");
    }
}
