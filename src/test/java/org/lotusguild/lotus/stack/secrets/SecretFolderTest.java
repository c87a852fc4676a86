package org.lotusguild.lotus.stack.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.tool.Tool;

class SecretFolderTest {
    @TempDir
    private Path home;

    private SecretFolder folder;

    @BeforeEach
    void prepare() {
        folder = new SecretFolder(home.resolve("secrets"), Optional.empty(), new SecureRandom());
    }

    private Path file(SecretName name) {
        return home.resolve("secrets").resolve(name.toString());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void git(Path folder, String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = folder.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        Tool.Outcome outcome = Tool.of(command).run();
        assertThat(outcome.ok()).as(outcome.words()).isTrue();
    }

    @Test
    void keepsSecretsThatWereFoundAndMakesTheOthers() throws IOException {
        Secret client = new Secret("a-client-secret-of-forty-signs-0123456789");
        folder.adopt(Map.of(SecretName.OIDC_CLIENT, client, SecretName.DB_SYNAPSE, new Secret("twelve signs")));
        assertThat(folder.value(SecretName.OIDC_CLIENT)).isEqualTo(client);
        assertThat(mode(file(SecretName.OIDC_CLIENT))).isEqualTo("rw-------");
        assertThat(folder.value(SecretName.OIDC_CLIENT_DIGEST).value()).startsWith("$pbkdf2-sha512$");
        assertThat(folder.problems()).isEmpty();

        folder.adopt(Map.of(SecretName.OIDC_CLIENT, new Secret("another-secret-of-forty-signs-0123456789")));
        assertThat(folder.value(SecretName.OIDC_CLIENT)).isEqualTo(client);
    }

    @Test
    void makesEachSecretOnceAndForItsOwnerOnly() throws IOException {
        assertThat(folder.init()).containsExactly(SecretName.values());
        String macaroon = folder.value(SecretName.MACAROON).value();
        assertThat(folder.init()).isEmpty();
        assertThat(folder.value(SecretName.MACAROON).value())
                .isEqualTo(macaroon)
                .matches("[A-Za-z0-9_-]{43}");
        assertThat(folder.value(SecretName.LIVEKIT_KEY).value()).matches("LK[A-Za-z0-9]{12}");
        assertThat(mode(home.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(mode(file(SecretName.FORM))).isEqualTo("rw-------");
        assertThat(folder.problems()).isEmpty();
    }

    @Test
    void givesAutheliaADigestThatFitsTheClientsSecret() throws Exception {
        folder.init();
        String[] parts = folder.value(SecretName.OIDC_CLIENT_DIGEST).value().split("\\$");
        assertThat(parts[1]).isEqualTo("pbkdf2-sha512");
        byte[] salt = Base64.getDecoder().decode(parts[3].replace('.', '+'));
        PBEKeySpec spec = new PBEKeySpec(
                folder.value(SecretName.OIDC_CLIENT).value().toCharArray(), salt, Integer.parseInt(parts[2]), 512);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(spec)
                .getEncoded();
        assertThat(Base64.getDecoder().decode(parts[4].replace('.', '+'))).isEqualTo(hash);
    }

    @Test
    void rotatesTheDigestWithItsSecret() {
        folder.init();
        String digest = folder.value(SecretName.OIDC_CLIENT_DIGEST).value();
        folder.rotate(SecretName.OIDC_CLIENT);
        assertThat(folder.value(SecretName.OIDC_CLIENT_DIGEST).value()).isNotEqualTo(digest);
        assertThatThrownBy(() -> folder.rotate(SecretName.OIDC_CLIENT_DIGEST)).isInstanceOf(StackTrouble.class);
    }

    @Test
    void noticesADigestThatBelongsToAnotherSecret() throws IOException {
        folder.init();
        assertThat(folder.strangers()).isEmpty();
        Files.writeString(file(SecretName.OIDC_CLIENT), "x".repeat(43) + "\n");
        assertThat(folder.strangers().orElseThrow())
                .contains("oidc-client-digest is not the digest of oidc-client", "lotus secrets rotate oidc-client")
                .doesNotContain("x".repeat(43));
        Files.writeString(file(SecretName.OIDC_CLIENT_DIGEST), "no digest at all\n");
        assertThat(folder.strangers()).isPresent();
        folder.rotate(SecretName.OIDC_CLIENT);
        assertThat(folder.strangers()).isEmpty();
    }

    @Test
    void keepsTheOldTurnSecretUntilItIsSettled() {
        folder.init();
        String old = folder.value(SecretName.TURN).value();
        folder.rotate(SecretName.TURN);
        assertThat(folder.former(SecretName.TURN).orElseThrow().value()).isEqualTo(old);
        assertThat(folder.value(SecretName.TURN).value()).isNotEqualTo(old);
        assertThat(folder.settle()).isTrue();
        assertThat(folder.former(SecretName.TURN)).isEmpty();
        folder.rotate(SecretName.FORM);
        assertThat(folder.former(SecretName.FORM)).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheFolder() throws IOException {
        folder.init();
        Files.setPosixFilePermissions(file(SecretName.FORM), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file(SecretName.REDIS), "short\n");
        Files.delete(file(SecretName.TURN));
        Files.writeString(
                file(SecretName.MACAROON), folder.value(SecretName.DB_LOTUS).value());
        assertThat(folder.problems())
                .anySatisfy(line -> assertThat(line).contains("others may get at", "/form; run chmod 600"))
                .anySatisfy(line -> assertThat(line).contains("redis has 5 signs"))
                .anySatisfy(line -> assertThat(line).contains("turn was never made"))
                .anySatisfy(line -> assertThat(line).contains("is the same as"))
                .noneSatisfy(line -> assertThat(line)
                        .contains(folder.value(SecretName.DB_LOTUS).value()));
    }

    @Test
    void livesInAWorkTreeThatIgnoresIt() {
        git(home, "init", "-q");
        assertThat(folder.init()).isNotEmpty();
        git(home, "add", "-A");
        assertThat(Tool.of("git", "-C", home.toString(), "ls-files").run().out())
                .doesNotContain("macaroon");
        assertThat(folder.problems()).isEmpty();
    }

    @Test
    void refusesAFolderThatGitKeeps() throws IOException {
        git(home, "init", "-q");
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/old-password"), "fake\n");
        git(home, "add", "-A");
        assertThatThrownBy(() -> folder.init())
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("git keeps files of");
        assertThat(file(SecretName.MACAROON)).doesNotExist();
    }

    @Test
    void refusesAFolderThatGitWouldTake() throws IOException {
        git(home, "init", "-q");
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/.gitignore"), "*.bak\n");
        assertThatThrownBy(() -> folder.init()).isInstanceOf(StackTrouble.class).hasMessageContaining("git would keep");
        assertThat(file(SecretName.MACAROON)).doesNotExist();
    }

    @Test
    void writesItsIgnoreFileThroughNoLink() throws IOException {
        Path others = home.resolve("of-others");
        Path ignore = Files.createDirectories(home.resolve("secrets")).resolve(".gitignore");
        Files.createSymbolicLink(ignore, others);
        SecretFolder.close(home.resolve("secrets"));
        assertThat(others).doesNotExist();
        assertThat(Files.isSymbolicLink(ignore)).isFalse();
        assertThat(ignore).hasContent("*");
        assertThat(mode(ignore)).isEqualTo("rw-------");
    }
}
