package org.lotusguild.lotus.stack.trial;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.stack.secrets.SecretFolder;

/** The files of a home whose homeserver somebody else runs. What is there is kept. */
public final class OwnHome {
    private final Path home;
    private final Words words;

    public OwnHome(Path home, SecureRandom random) {
        this.home = home;
        this.words = new Words(random);
    }

    /** For a homeserver of one's own: {@code lotus.yaml} and the {@code registration.yaml} that the homeserver must load. */
    public void ofAppservice(URI homeserver, String serverName) {
        appservice(serverName);
        configuration(homeserver, serverName, "registration: registration.yaml");
    }

    /** What {@link #ofAppservice} makes but for {@code lotus.yaml}. */
    public void appservice(String serverName) {
        secrets();
        HomeFiles.secretOnce(home.resolve("registration.yaml"), () -> registration(serverName, words));
    }

    /** For an ordinary account on a homeserver of others. */
    public void ofLogin(URI homeserver, String serverName, UserId user, String password) {
        secrets();
        HomeFiles.secret(home.resolve("secrets").resolve("bot-password"), password + "\n");
        configuration(
                homeserver, serverName, "login: {user: \"" + user + "\", password: {file: secrets/bot-password}}");
    }

    /** The word that lets other commands talk to the running program. */
    public void controlToken() {
        HomeFiles.closedFolder(home.resolve("secrets"));
        HomeFiles.secretOnce(home.resolve("secrets").resolve("control-token"), () -> words.token() + "\n");
    }

    /** Keeps the recovery key for its owner's eyes only, unless one is kept already. Answers whether it was written. */
    public boolean recoveryKey(Supplier<String> text) {
        return HomeFiles.secretOnce(home.resolve("secrets").resolve("recovery-key"), () -> text.get() + "\n");
    }

    static String registration(String serverName, Words words) {
        return Template.filled(
                "registration.yaml",
                Map.of(
                        "AS_TOKEN", words.token(),
                        "HS_TOKEN", words.token(),
                        "SERVER_NAME_REGEX", serverName.replaceAll("[.\\[\\]]", "\\\\$0")));
    }

    /** Git is asked before the first of them. */
    private void secrets() {
        SecretFolder.prepare(home.resolve("secrets"));
        HomeFiles.ignored(home);
        controlToken();
        HomeFiles.secretOnce(home.resolve("secrets").resolve("vault-key"), () -> words.key() + "\n");
    }

    /**
     * {@code lotus.yaml} as somebody else wrote it; one that is there stays. For the owner's eyes only: it holds whatever stood in the
     * files of many programs.
     */
    public void configuration(String text) {
        HomeFiles.secretOnce(home.resolve("lotus.yaml"), () -> text);
    }

    private void configuration(URI homeserver, String serverName, String account) {
        HomeFiles.openOnce(
                home.resolve("lotus.yaml"),
                () -> Template.filled(
                        "own-lotus.yaml", Map.of("URL", homeserver, "SERVER_NAME", serverName, "ACCOUNT", account)));
    }
}
