package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.Samples;

/** What {@code lotus audit} looks at when it is given nothing. */
class AuditPlacesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
    private static final String PROXY = "10.20.0.27";

    @TempDir
    private Path folder;

    private Path root;
    private Path rendered;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        rendered = folder.resolve("rendered");
        Path key = folder.resolve("guild/secrets/vault-key");
        Files.createDirectories(key.getParent());
        Files.writeString(key, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        configure(Samples.text("five-hosts"));
    }

    private void configure(String stack) throws IOException {
        Files.writeString(folder.resolve("guild/lotus.yaml"), """
                homeserver: {url: "http://10.20.0.29:8008", server-name: example.org, registration: registration.yaml}
                """ + stack);
    }

    private AuditPlaces places(String address) {
        Home home = new Home(folder.resolve("guild"));
        return new AuditPlaces.Search(home, root, rendered, address::equals).places(TODAY);
    }

    private Path installed(String place) throws IOException {
        return Files.createDirectories(root.resolve(place));
    }

    private void render() {
        Plan plan = Samples.plan("five-hosts");
        new RenderedFolder(rendered).write(plan, Samples.files(plan), Optional.empty());
    }

    @Test
    void takesTheUsualPlacesAndWhatThePlanTellsOfThisHost() throws IOException {
        Path nginx = installed("etc/nginx");
        AuditPlaces places = places(PROXY);
        assertThat(places.files()).containsExactly(nginx);
        assertThat(places.here()).map(Host::name).contains("proxy");
        assertThat(places.told().copy()).isFalse();
        assertThat(places.told().hosts()).hasSize(5);
        assertThat(places.told().where()).containsExactly(java.util.Map.entry("**", "proxy"));
        assertThat(String.join("\n", places.words()))
                .contains("Looked at " + nginx + ".", "lotus.yaml says that this is the host proxy");
        assertThat(places.urls())
                .containsEntry("public", URI.create("https://matrix.example.org/"))
                .containsEntry("server-name", URI.create("https://example.org"))
                .containsEntry("client", URI.create("https://chat.example.org"));
    }

    @Test
    void takesTheRegistrationThatTheFileNames() throws IOException {
        installed("etc/matrix-synapse");
        Path registration = Files.writeString(folder.resolve("guild/registration.yaml"), "id: lotus\n");
        AuditPlaces places = places("10.20.0.29");
        assertThat(places.files()).containsExactly(root.resolve("etc/matrix-synapse"), registration);
        assertThat(places.database()).contains("postgresql://synapse@10.20.0.44:5432/synapse");
    }

    @Test
    void asksTheDatabaseThatTheFileNames() throws IOException {
        configure(Samples.text("five-hosts")
                .replace("  lan: ", "  synapse: {database: matrix, database-user: writer}\n  lan: "));
        assertThat(places("10.20.0.29").database()).contains("postgresql://writer@10.20.0.44:5432/matrix");
    }

    @Test
    void takesNoFactsOfOtherMachines() throws IOException {
        installed("etc/nginx");
        AuditPlaces places = places("192.0.2.1");
        assertThat(places.here()).isEmpty();
        assertThat(places.told().given()).isFalse();
        assertThat(places.database()).isEmpty();
        assertThat(String.join("\n", places.words()))
                .contains("no address of this machine is among those of auth, database,");
    }

    @Test
    void takesTheRenderedFolderWhereNoServerIs() {
        render();
        AuditPlaces places = places("192.0.2.1");
        assertThat(places.files()).containsExactly(rendered);
        assertThat(places.told().copy()).isTrue();
        assertThat(places.words())
                .containsExactly("Looked at " + rendered + ", for none of the servers is on this machine.");
    }

    @Test
    void saysThatTheRenderedFolderIsLeftOutWhereServersAre() throws IOException {
        installed("etc/nginx");
        render();
        AuditPlaces places = places(PROXY);
        assertThat(places.files()).hasSize(1);
        assertThat(String.join("\n", places.words()))
                .contains("Left out: " + rendered, " --facts " + rendered.resolve("facts.yaml"));
    }

    @Test
    void goesOnWithoutAFileThatHasMistakes() throws IOException {
        Path nginx = installed("etc/nginx");
        configure("stack: {no-such-key: 1}\n");
        AuditPlaces places = places(PROXY);
        assertThat(places.files()).isEqualTo(List.of(nginx));
        assertThat(places.told().given()).isFalse();
        assertThat(places.words().getFirst()).contains("lotus.yaml was left out, for it cannot be used: ");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(places(PROXY).files()).isEmpty();
    }
}
