package org.lotusguild.lotus.stack.trial;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.stack.secrets.SecretFolder;

/**
 * The files of a trial. {@code lotus.yaml} is written last: where it is, everything else is there too.
 *
 * <pre>
 * lotus.yaml             what Lotus does; ports chosen once
 * registration.yaml      Lotus as an application service, 0600
 * secrets/               0700, its files 0600
 * synapse/               0700: homeserver.yaml, log.yaml, database, media, logs, run.py
 * </pre>
 */
final class TrialHome {
    /** A name of RFC 6761 that never exists on the internet. */
    static final String SERVER_NAME = "lotus.test";

    private static final int HOMESERVER_PORT = 8008;
    private static final int PUBLIC_PORT = 8090;
    private static final int INTERNAL_PORT = 9095;
    private static final Pattern BASE_URL =
            Pattern.compile("(?m)^public_baseurl:\\s*[\"']?http://127\\.0\\.0\\.1:(\\d{1,5})/?[\"']?\\s*(?:#.*)?$");
    private static final Pattern NAME = Pattern.compile("(?m)^server_name:\\s*[\"']?([A-Za-z0-9.:-]+)");

    private final Path home;

    TrialHome(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    boolean begun() {
        return Files.exists(synapseConfiguration());
    }

    /**
     * Writes what is missing and keeps what is there.
     *
     * @param store what stands in {@code lotus.yaml} under {@code store:}
     */
    TrialGuild make(SecureRandom random, String store) {
        Words words = new Words(random);
        folders();
        secrets(words);
        int port = homeserverPort().orElseGet(() -> Ports.firstFree(HOMESERVER_PORT));
        HomeFiles.secretOnce(registration(), () -> OwnHome.registration(SERVER_NAME, words));
        HomeFiles.openOnce(synapse().resolve("log.yaml"), () -> Template.plain("log.yaml"));
        HomeFiles.own(runner(), Template.plain("run.py"));
        HomeFiles.openOnce(
                synapseConfiguration(),
                () -> Template.filled("homeserver.yaml", Map.of("PORT", port, "SERVER_NAME", SERVER_NAME)));
        boolean fresh = HomeFiles.openOnce(configuration(), () -> lotusYaml(port, store));
        return guild(port, fresh);
    }

    Secret registrationSecret() {
        return secret("registration-shared");
    }

    Path synapse() {
        return home.resolve("synapse");
    }

    Path synapseConfiguration() {
        return synapse().resolve("homeserver.yaml");
    }

    Path runner() {
        return synapse().resolve("run.py");
    }

    private Path registration() {
        return home.resolve("registration.yaml");
    }

    private Path configuration() {
        return home.resolve("lotus.yaml");
    }

    private Path secretFile(String name) {
        return home.resolve("secrets").resolve(name);
    }

    private Secret secret(String name) {
        return new Secret(HomeFiles.read(secretFile(name)).strip());
    }

    private void folders() {
        HomeFiles.folder(home);
        HomeFiles.ignored(home);
        SecretFolder.close(home.resolve("secrets"));
        HomeFiles.closedFolder(synapse());
    }

    private void secrets(Words words) {
        HomeFiles.secretOnce(secretFile("vault-key"), () -> words.key() + "\n");
        for (String name : new String[] {"macaroon", "form", "registration-shared", "control-token"}) {
            HomeFiles.secretOnce(secretFile(name), () -> words.token() + "\n");
        }
        HomeFiles.secretOnce(secretFile("admin-password"), () -> words.password() + "\n");
        HomeFiles.secretOnce(secretFile("guest-password"), () -> words.password() + "\n");
    }

    private static String lotusYaml(int port, String store) {
        Map<String, Object> values = new HashMap<>();
        values.put("PORT", port);
        values.put("HTTP", Ports.firstFree(PUBLIC_PORT));
        values.put("INTERNAL", Ports.firstFree(INTERNAL_PORT));
        values.put("SERVER_NAME", SERVER_NAME);
        values.put("STORE", store);
        return Template.filled("lotus.yaml", values);
    }

    /** The port that an earlier run chose. */
    private OptionalInt homeserverPort() {
        if (!begun()) {
            return OptionalInt.empty();
        }
        Matcher url = BASE_URL.matcher(HomeFiles.read(synapseConfiguration()));
        if (!url.find()) {
            throw new TrialException(
                    synapseConfiguration() + " names no address of this machine",
                    "Set public_baseurl to http://127.0.0.1:PORT/, with the port of its listener");
        }
        return OptionalInt.of(Integer.parseInt(url.group(1)));
    }

    private TrialGuild guild(int port, boolean fresh) {
        Matcher name = NAME.matcher(HomeFiles.read(synapseConfiguration()));
        String serverName = name.find() ? name.group(1) : SERVER_NAME;
        return new TrialGuild(
                URI.create("http://127.0.0.1:" + port),
                serverName,
                configuration(),
                registration(),
                account("admin", serverName, true),
                account("guest", serverName, false),
                fresh);
    }

    private TrialGuild.Account account(String localpart, String serverName, boolean admin) {
        String file = localpart + "-password";
        UserId user = UserId.parse("@" + localpart + ":" + serverName);
        return new TrialGuild.Account(user, secret(file), secretFile(file), admin);
    }
}
