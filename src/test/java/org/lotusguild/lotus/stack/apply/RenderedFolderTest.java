package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

class RenderedFolderTest {
    private final Plan plan = Samples.plan("five-hosts");
    private final List<RenderedFile> files = Samples.files(plan);

    @TempDir
    private Path parent;

    private RenderedFolder written() {
        RenderedFolder folder = new RenderedFolder(parent.resolve("rendered"));
        folder.write(plan, files, Optional.empty());
        return folder;
    }

    @Test
    void readsBackWhatItWrote() {
        RenderedFolder folder = written();
        assertThat(folder.read(Optional.of("proxy")))
                .extracting(Wanted::path)
                .containsExactlyElementsOf(files.stream()
                        .filter(f -> f.host().equals("proxy"))
                        .map(RenderedFile::path)
                        .toList());
        assertThat(parent.resolve("rendered/proxy/INSTALL.md"))
                .content()
                .contains(
                        "apt-get install fail2ban nginx prometheus-node-exporter",
                        "`openjdk-25-jre-headless`",
                        "target/lotus.jar target/lib HOST:/opt/lotus/",
                        "\ninstall -d -m 755 /var/www/lotus-client\n")
                .doesNotContain("lotus-acme");
        assertThat(parent.resolve("rendered/facts.yaml")).content().contains("copy: true");
    }

    @Test
    void closesNoFolderThatHoldsOtherThings() throws IOException {
        Path work = Files.createDirectories(parent.resolve("work"));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path ignored = Files.writeString(work.resolve(".gitignore"), "target/\n");
        assertThatThrownBy(() -> new RenderedFolder(work).write(plan, files, Optional.empty()))
                .isInstanceOf(StackTrouble.class)
                .hasMessage(work + " holds other things than rendered files");
        assertThat(ignored).hasContent("target/");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work)))
                .isEqualTo("rwxr-xr-x");

        Files.delete(ignored);
        new RenderedFolder(work).write(plan, files, Optional.empty());
        new RenderedFolder(work).write(plan, files, Optional.of("proxy"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work)))
                .isEqualTo("rwx------");
    }

    @Test
    void laysWhatAContainerCannotSetBesideForTheMachineThatHoldsIt() {
        assertThat(written().read(Optional.of("matrix-outer")))
                .extracting(Wanted::path)
                .containsExactly("/etc/sysctl.d/99-lotus.conf");
        assertThat(parent.resolve("rendered/matrix-outer/INSTALL.md")).content().contains("sysctl --system");
        assertThat(parent.resolve("rendered/proxy-outer")).doesNotExist();
    }

    @Test
    void tellsWhatIsToBeDoneByHand() {
        written();
        assertThat(parent.resolve("rendered/matrix/INSTALL.md"))
                .content()
                .contains(
                        "\nnft add rule inet filter output ip daddr 203.0.113.139 udp sport 52000-57999",
                        "prometheus-node-exporter",
                        "adduser --system --group livekit")
                .doesNotContainPattern("apt-get install .*python3");
        assertThat(parent.resolve("rendered/database/INSTALL.md"))
                .content()
                .contains("prometheus-postgres-exporter", "GRANT pg_monitor TO prometheus", "lotus-autovacuum.sql");
        assertThat(parent.resolve("rendered/auth/INSTALL.md"))
                .content()
                .contains(
                        "LLDAP_URL=http://127.0.0.1:17170 LLDAP_ADMIN_PASSWORD_FILE=/etc/lldap/secrets/lldap-admin \\\n"
                                + "  GROUP_CONFIGS_DIR=/etc/lldap/bootstrap/group-configs ./bootstrap.sh\n");
        assertThat(parent.resolve("rendered/auth/etc/lldap/bootstrap/group-configs/matrix.json"))
                .exists();
        assertThat(parent.resolve("rendered/proxy/INSTALL.md"))
                .content()
                .contains("python3-systemd", "> /etc/fail2ban/jail.d/sshd-journal.conf\n");
    }

    @Test
    void closesTheFolderAndKeepsItOutOfGit() throws IOException {
        written();
        Path rendered = parent.resolve("rendered");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rendered)))
                .isEqualTo("rwx------");
        assertThat(rendered.resolve(".gitignore")).hasContent("*");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(rendered.resolve("matrix/etc/matrix-synapse/secrets/macaroon"))))
                .isEqualTo("rw-------");
    }

    @Test
    void takesAwayWhatIsNoLongerWritten() {
        written();
        Path calls = parent.resolve("rendered/matrix/etc/matrix-synapse/conf.d/lotus-calls.yaml");
        assertThat(calls).exists();
        Plan quiet = Samples.planOf(Samples.text("five-hosts")
                .replace("calls: true", "calls: false")
                .replace("turn, sfu, ", "")
                .replace("turn: turn.example.org, ", ""));
        new RenderedFolder(parent.resolve("rendered")).write(quiet, Samples.files(quiet), Optional.empty());
        assertThat(calls).doesNotExist();
    }

    @Test
    void forgetsHostsThatAreNoMore() throws IOException {
        written();
        Path rendered = parent.resolve("rendered");
        Path mine = Files.writeString(rendered.resolve("auth/notes"), "mine\n");

        Plan small = Samples.plan("one-host");
        String only = small.hosts().getFirst().name();
        RenderedFolder folder = new RenderedFolder(rendered);
        assertThat(folder.write(small, Samples.files(small), Optional.empty()))
                .contains(
                        rendered.resolve("auth")
                                + " is of no host any more: what was rendered into it is taken away; what is of others, or was changed, stays there",
                        rendered.resolve("watch") + " is of no host any more: what was rendered into it is taken away");

        assertThat(folder.read(Optional.empty())).isNotEmpty();
        try (Stream<Path> left = Files.list(rendered)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains(only)
                    .isSubsetOf(only, only + "-outer", "auth", "facts.yaml", ".gitignore");
        }
        assertThat(rendered.resolve("auth")).isDirectoryNotContaining(path -> !path.equals(mine));
    }

    @Test
    void leavesACopyOfAHostsFolderAlone() throws IOException {
        written();
        Path copy = parent.resolve("rendered/auth.old");
        Path rules = parent.resolve("rendered/auth/MANIFEST");
        Files.createDirectories(copy);
        Files.copy(rules, copy.resolve("MANIFEST"));
        for (Manifest.Entry entry : Manifest.parse(Files.readString(rules)).entries()) {
            String path = entry.path().substring(1);
            Files.createDirectories(copy.resolve(path).getParent());
            Files.copy(parent.resolve("rendered/auth").resolve(path), copy.resolve(path));
        }
        assertThat(new RenderedFolder(parent.resolve("rendered")).write(plan, files, Optional.empty()))
                .isEmpty();
        assertThat(copy.resolve("MANIFEST")).exists();
        assertThat(copy.resolve("etc/authelia/configuration.yml")).exists();
    }

    @Test
    void takesNoFileAwayThatWasChangedOrLiesBehindALink() throws IOException {
        written();
        Path rendered = parent.resolve("rendered");
        Path changed = Files.writeString(rendered.resolve("auth/etc/authelia/configuration.yml"), "mine\n");
        Path elsewhere = parent.resolve("elsewhere");
        Files.move(rendered.resolve("proxy/etc"), elsewhere);
        Files.createSymbolicLink(rendered.resolve("proxy/etc"), elsewhere);

        Plan small = Samples.plan("one-host");
        new RenderedFolder(rendered).write(small, Samples.files(small), Optional.empty());

        assertThat(changed).hasContent("mine");
        assertThat(elsewhere.resolve("nginx/lotus-synapse.inc")).exists();
        assertThat(rendered.resolve("proxy/etc")).isSymbolicLink();
        assertThat(rendered.resolve("proxy/MANIFEST")).doesNotExist();
    }

    @Test
    void writesThroughNoLink() throws IOException {
        written();
        Path etc = parent.resolve("rendered/proxy/etc");
        Path elsewhere = parent.resolve("elsewhere");
        Files.move(etc, elsewhere);
        Files.createSymbolicLink(etc, elsewhere);
        Path conf = Files.writeString(elsewhere.resolve("nginx/lotus-synapse.inc"), "of the host\n");
        assertThatThrownBy(this::written)
                .isInstanceOf(StackTrouble.class)
                .hasMessage(etc + " is a link, and nothing is rendered through one");
        assertThat(conf).hasContent("of the host");
    }

    @Test
    void tellsThatAChangedFileStaysThatIsNoLongerWritten() throws IOException {
        written();
        Path calls = parent.resolve("rendered/matrix/etc/matrix-synapse/conf.d/lotus-calls.yaml");
        Files.writeString(calls, "mine\n");
        Plan quiet = Samples.planOf(Samples.text("five-hosts")
                .replace("calls: true", "calls: false")
                .replace("turn, sfu, ", "")
                .replace("turn: turn.example.org, ", ""));
        assertThat(new RenderedFolder(parent.resolve("rendered")).write(quiet, Samples.files(quiet), Optional.empty()))
                .contains(calls + " is not rendered any more, but stays: it was changed");
        assertThat(calls).hasContent("mine");
    }

    @Test
    void leavesAFolderAloneWhoseListIsNoneOfOurs() throws IOException {
        written();
        Path strange = Files.createDirectories(parent.resolve("rendered/strange"));
        Files.writeString(strange.resolve("MANIFEST"), "Manifest-Version: 1.0\n");
        Files.writeString(strange.resolve("INSTALL.md"), "theirs\n");
        written();
        assertThat(strange.resolve("INSTALL.md")).hasContent("theirs");
        assertThat(strange.resolve("MANIFEST")).exists();
    }

    @Test
    void keepsTheOthersWhenOneHostIsWritten() {
        written();
        Plan small = Samples.plan("one-host");
        RenderedFolder folder = new RenderedFolder(parent.resolve("rendered"));
        String only = small.hosts().getFirst().name();
        assertThat(folder.write(small, Samples.files(small), Optional.of(only)))
                .anyMatch(said -> said.contains("facts.yaml is left as it was: auth, "));
        assertThat(parent.resolve("rendered/auth/MANIFEST")).exists();

        folder.write(small, Samples.files(small), Optional.empty());
        assertThat(parent.resolve("rendered/auth")).as("is known still").doesNotExist();
    }

    @Test
    void forgetsTheMachineThatHoldsNoContainerAnyMore() {
        written();
        assertThat(parent.resolve("rendered/matrix-outer")).exists();
        Plan own = Samples.planOf(Samples.text("five-hosts").replace("kind: lxc-unprivileged, ", ""));
        new RenderedFolder(parent.resolve("rendered")).write(own, Samples.files(own), Optional.empty());
        assertThat(parent.resolve("rendered/matrix-outer")).doesNotExist();
        assertThat(parent.resolve("rendered/matrix/MANIFEST")).exists();
    }

    @Test
    void refusesAFileThatWasChangedInTheFolder() throws IOException {
        RenderedFolder folder = written();
        Files.writeString(parent.resolve("rendered/proxy/etc/nginx/lotus-synapse.inc"), "changed\n");
        assertThatThrownBy(() -> folder.read(Optional.of("proxy")))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("lotus-synapse.inc is not what its MANIFEST says");
    }

    @Test
    void asksWhichHostWhenThereAreSeveral() {
        RenderedFolder folder = written();
        assertThatThrownBy(() -> folder.read(Optional.empty()))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("has several hosts: auth, database, matrix, proxy, watch");
    }
}
