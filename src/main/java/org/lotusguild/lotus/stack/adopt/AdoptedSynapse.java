package org.lotusguild.lotus.stack.adopt;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.Media;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** homeserver.yaml and what lies in its conf.d. */
final class AdoptedSynapse {
    private static final String SIGNING_KEY = "/etc/matrix-synapse/homeserver.signing.key";
    private static final String MEDIA_STORE = "/var/lib/matrix-synapse/media";

    /** A key and the secret that it holds. */
    private record Held(String key, SecretName name) {}

    private static final List<Held> SECRETS = List.of(
            new Held("registration_shared_secret", SecretName.REGISTRATION_SHARED),
            new Held("macaroon_secret_key", SecretName.MACAROON),
            new Held("form_secret", SecretName.FORM),
            new Held("worker_replication_secret", SecretName.WORKER_REPLICATION));

    private final Installation it;
    private final SynapseConfig synapse;
    private final Capacity size;
    private final Gathering found = new Gathering();

    private AdoptedSynapse(Installation it) {
        this.it = it;
        this.synapse = it.synapse();
        this.size = Sizes.of(it);
    }

    static Adopted of(Installation it) {
        return new AdoptedSynapse(it).adopt();
    }

    private Adopted adopt() {
        names();
        federation();
        found.take("size", word(size), Sizes.where(it));
        registration();
        media();
        ports();
        database();
        path("signing_key_path", "signing-key", SIGNING_KEY);
        path("media_store_path", "media-store", MEDIA_STORE);
        SECRETS.forEach(held -> secret(held.key(), held.name()));
        return found.done();
    }

    private void secret(String key, SecretName name) {
        synapse.effective(key)
                .ifPresent(one -> one.value().text().ifPresent(value -> found.secret(name, value, one.where())));
        synapse.effective(key + "_path").ifPresent(one -> elsewhere(name, one.where()));
    }

    /** Files that a configuration names are not opened here: it may be a copy. */
    private void elsewhere(SecretName name, Where where) {
        found.leave(where, "to keep that secret, write it into secrets/" + name + "; a new one stands there now", "");
    }

    private void names() {
        Written name = synapse.effective("server_name")
                .orElseThrow(() -> new StackTrouble(
                        "no file has the key server_name", "Name a folder that has homeserver.yaml and its conf.d."));
        String server = name.value().text().orElse("");
        found.take("server-name", server, name.where());
        Optional<Written> url = synapse.effective("public_baseurl");
        Optional<String> host = url.flatMap(one -> one.value().text()).flatMap(AdoptedSynapse::host);
        if (host.isPresent()) {
            found.take("public-name", host.get(), url.orElseThrow().where());
        } else {
            found.add("public-name", server, "no file has public_baseurl; clients connect to the server name then");
        }
    }

    static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost()).map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What people told counts more than what the file says: often they differ, and then the audit says so. */
    private void federation() {
        Optional<Written> list = synapse.effective("federation_domain_whitelist");
        Where where = list.map(Written::where).orElse(synapse.missing("federation_domain_whitelist"));
        Told.Federation wish = it.told().federation().orElseGet(() -> written(list));
        switch (wish) {
            case OPEN -> found.take("federation", "open", where);
            case CLOSED -> found.take("federation", "closed", where);
            case LIST -> {
                List<String> servers = servers(list.orElseThrow(() -> new StackTrouble(
                        "the facts say federation: list, and no file has federation_domain_whitelist",
                        "Write the list, or say open or closed in the facts.")));
                found.take("federation", servers.isEmpty() ? "closed" : servers, where);
            }
        }
    }

    private Told.Federation written(Optional<Written> list) {
        boolean believed = synapse.isFalse("federation_enabled");
        boolean none = list.filter(one -> one.value().items().isEmpty()).isPresent();
        return believed || none
                ? Told.Federation.CLOSED
                : list.isPresent() ? Told.Federation.LIST : Told.Federation.OPEN;
    }

    /** Without the name of our own host, which is no server's. */
    private List<String> servers(Written list) {
        String own =
                synapse.text("public_baseurl").flatMap(AdoptedSynapse::host).orElse("");
        String name = synapse.text("server_name").orElse("");
        return list.value().items().stream()
                .flatMap(item -> item.text().stream())
                .filter(server -> !server.equals(own) || server.equals(name))
                .toList();
    }

    private void registration() {
        boolean open = synapse.isTrue("enable_registration");
        boolean token = synapse.isTrue("registration_requires_token");
        boolean passwordless = synapse.isFalse("password_config", "enabled");
        boolean provider = !synapse.items("oidc_providers").isEmpty();
        Where where = synapse.effective("enable_registration")
                .map(Written::where)
                .orElse(synapse.missing("enable_registration"));
        if (open && token) {
            found.take("registration", "token", where);
        } else if (provider && passwordless && AdoptedSignIn.ours(it)) {
            found.take("registration", "sso-only", where);
        } else {
            found.take("registration", "closed", where);
        }
        if (open && !token) {
            synapse.effective("enable_registration")
                    .ifPresent(one -> found.leave(
                            one.where(),
                            "Lotus lets nobody register without a token; hand out tokens with registration: token",
                            it.findings(
                                            one.file().file(),
                                            one.entry().line(),
                                            one.entry().line())
                                    .orElse("")));
        }
    }

    private void media() {
        synapse.effective("max_upload_size")
                .ifPresent(one -> one.value().text().ifPresent(text -> {
                    String clean = text.strip().replaceAll("(?i)(?:i?b)$", "").toUpperCase(Locale.ROOT);
                    taken("media.upload", clean, () -> Media.Upload.parse(clean), one.where());
                }));
        lifetime("remote_media_lifetime", "media.keep-remote");
        lifetime("local_media_lifetime", "media.keep-local");
        synapse.effective("url_preview_enabled")
                .ifPresent(one -> found.take("url-previews", one.value().isTrue(), false, one.where()));
    }

    /** Own people's media go away only where somebody chose that with open eyes. */
    private void lifetime(String key, String ours) {
        Optional<Written> retention = synapse.effective("media_retention");
        Optional<YamlScalar> value = retention.flatMap(one -> one.value().scalar(key));
        boolean local = key.startsWith("local");
        if (value.isEmpty()) {
            if (!local) {
                found.silently("stack." + ours, "forever");
            }
            return;
        }
        YamlScalar scalar = value.get();
        Where where = retention.orElseThrow().at(scalar);
        if (local && !it.told().chosen().contains(Told.Choice.LOCAL_MEDIA_LIFETIME)) {
            found.leave(
                    where,
                    "members' own files would be deleted; keep-local: " + scalar.text() + " says so",
                    it.findings(where.file(), where.line(), where.line()).orElse(""));
            return;
        }
        String clean = scalar.text().replaceAll("(?i)(\\d+)\\s*y(?:r|ear)?s?$", "$1y");
        taken(ours, clean, () -> Media.Lifetime.parse(clean), where);
    }

    private void taken(String key, String value, Runnable check, Where where) {
        try {
            check.run();
            found.take(key, value, where);
        } catch (IllegalArgumentException e) {
            found.leave(
                    where,
                    String.valueOf(e.getMessage()),
                    it.findings(where.file(), where.line(), where.line()).orElse(""));
        }
    }

    /** All listeners count, those too that a later file hides. */
    private void ports() {
        synapse.written("listeners")
                .toList()
                .forEach(one -> one.value().items().forEach(listener -> {
                    OptionalLong port =
                            listener.scalar("port").map(YamlScalar::whole).orElse(OptionalLong.empty());
                    Optional<Service> service = service(listener);
                    if (port.isPresent() && service.isPresent()) {
                        found.port(service.get(), Long.toString(port.getAsLong()), size, one.at(listener));
                    }
                }));
    }

    private Optional<Service> service(YamlNode listener) {
        boolean metrics = listener.text("type").filter("metrics"::equals).isPresent();
        List<String> names = listener.items("resources").stream()
                .flatMap(resource -> resource.items("names").stream())
                .flatMap(name -> name.text().stream())
                .toList();
        if (metrics || names.equals(List.of("metrics"))) {
            return Optional.of(Service.SYNAPSE_METRICS);
        }
        if (names.contains("replication")) {
            return Optional.of(Service.REPLICATION).filter(any -> size.workers());
        }
        return names.contains("client") ? Optional.of(Service.SYNAPSE) : Optional.empty();
    }

    private void database() {
        Optional<Written> block = synapse.effective("database");
        if (block.isEmpty()
                || block.get().value().text("name").filter("psycopg2"::equals).isEmpty()) {
            Where where = block.map(Written::where).orElse(synapse.missing("database"));
            found.leave(
                    where,
                    "Lotus renders PostgreSQL only; move the database there first",
                    it.findings(where.file(), where.line(), where.line()).orElse("SYN-024"));
            return;
        }
        Written database = block.get();
        arg(database, "user")
                .ifPresent(user -> found.take("synapse.database-user", user.text(), "synapse", database.at(user)));
        arg(database, "dbname")
                .or(() -> arg(database, "database"))
                .ifPresent(name -> found.take("synapse.database", name.text(), "synapse", database.at(name)));
        arg(database, "password")
                .ifPresent(password -> found.secret(SecretName.DB_SYNAPSE, password.text(), database.at(password)));
        arg(database, "passfile").ifPresent(file -> elsewhere(SecretName.DB_SYNAPSE, database.at(file)));
        arg(database, "port").ifPresent(port -> found.port(Service.POSTGRES, port.text(), size, database.at(port)));
    }

    private static Optional<YamlScalar> arg(Written database, String key) {
        return database.value().scalar("args", key);
    }

    private void path(String key, String ours, String usual) {
        synapse.effective(key)
                .ifPresent(one ->
                        one.value().text().ifPresent(path -> found.take("synapse." + ours, path, usual, one.where())));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
