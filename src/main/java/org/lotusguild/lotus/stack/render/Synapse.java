package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.stack.plan.Federation;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Registration;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** Synapse's main file and its log. What belongs to calls, to single sign-on and to workers stands in files of its own. */
final class Synapse implements Writer {
    static final String FOLDER = "/etc/matrix-synapse/";
    static final String USER = "matrix-synapse";
    static final String UNIT = "matrix-synapse.service";
    static final String LOGS = "/var/log/matrix-synapse/";
    static final String REGISTRATION = FOLDER + "appservices/lotus.yaml";
    static final String PGPASS = SynapseSecrets.path("pgpass");

    private static final int FIRST_CONNECTIONS = 5;
    private static final int KEEP_LOGS = 14;

    /** What links must never be followed to: the networks that only look like the internet. */
    private static final List<String> INTERNAL = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "169.254.0.0/16",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "::1/128",
            "fe80::/10",
            "fc00::/7",
            "2001:db8::/32",
            "ff00::/8",
            "fec0::/10");

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        Host host = plan.the(Role.SYNAPSE);
        List<RenderedFile> files = new ArrayList<>();
        files.add(open(
                host, "homeserver.yaml", Yaml.text(plan.header(), SynapseExtra.main(plan, main(plan, host, secrets)))));
        files.add(open(host, "log.yaml", log(plan, "homeserver")));
        secrets.registration()
                .map(file -> RenderedFile.closed(host, REGISTRATION, USER, file.value())
                        .of(UNIT))
                .ifPresent(files::add);
        return files;
    }

    static RenderedFile open(Host host, String name, String text) {
        return RenderedFile.open(host, FOLDER + name, text).of(UNIT);
    }

    private static Map<String, Object> main(Plan plan, Host host, SecretValues secrets) {
        Map<String, Object> yaml = new HashMap<>();
        yaml.put("server_name", plan.stack().serverName());
        yaml.put("public_baseurl", plan.publicUrl());
        yaml.put("serve_server_wellknown", false);
        yaml.put("report_stats", false);
        yaml.put("pid_file", "/run/matrix-synapse.pid");
        yaml.put("log_config", FOLDER + "log.yaml");
        yaml.put("listeners", listeners(plan, host));
        yaml.put("enable_metrics", true);
        yaml.put("database", database(plan, host));
        yaml.put("signing_key_path", plan.stack().synapse().signingKey());
        yaml.put("registration_shared_secret_path", SynapseSecrets.path(SecretName.REGISTRATION_SHARED));
        yaml.put("macaroon_secret_key_path", SynapseSecrets.path(SecretName.MACAROON));
        yaml.put("form_secret_path", SynapseSecrets.path(SecretName.FORM));
        if (secrets.registration().isPresent()) {
            yaml.put("app_service_config_files", List.of(REGISTRATION));
        }
        people(plan, yaml);
        federation(plan, yaml);
        media(plan, yaml);
        caches(plan, yaml);
        return yaml;
    }

    private static List<Map<String, Object>> listeners(Plan plan, Host host) {
        List<String> names = plan.stack().federation().closed() ? List.of("client") : List.of("client", "federation");
        List<Map<String, Object>> listeners = new ArrayList<>();
        listeners.add(http(plan.port(Service.SYNAPSE), plan.bind(host, Service.SYNAPSE), names));
        listeners.add(metrics(plan.port(Service.SYNAPSE_METRICS), plan.bind(host, Service.SYNAPSE_METRICS)));
        if (plan.stack().size().workers()) {
            listeners.add(replication(plan.port(Service.REPLICATION), plan.bind(host, Service.REPLICATION)));
        }
        return listeners;
    }

    /** What the proxy sends on. */
    static Map<String, Object> http(int port, String bind, List<String> resources) {
        return Map.of(
                "type",
                "http",
                "port",
                port,
                "bind_addresses",
                List.of(bind),
                "tls",
                false,
                "x_forwarded",
                true,
                "resources",
                List.of(Map.of("names", resources, "compress", false)));
    }

    static Map<String, Object> metrics(int port, String bind) {
        return Map.of("type", "metrics", "port", port, "bind_addresses", List.of(bind), "resources", List.of());
    }

    static Map<String, Object> replication(int port, String bind) {
        return Map.of(
                "type",
                "http",
                "port",
                port,
                "bind_addresses",
                List.of(bind),
                "resources",
                List.of(Map.of("names", List.of("replication"))));
    }

    /** The password comes from a pgpass file, which libpq reads itself. */
    private static Map<String, Object> database(Plan plan, Host host) {
        Host postgres = plan.the(Role.POSTGRES);
        int most = plan.stack().size().connections();
        Map<String, Object> args = new HashMap<>();
        args.put("host", plan.address(host, postgres, Service.POSTGRES));
        args.put("port", plan.port(Service.POSTGRES));
        args.put("dbname", plan.stack().synapse().database());
        args.put("user", plan.stack().synapse().databaseUser());
        args.put("passfile", PGPASS);
        args.put("cp_min", Math.min(FIRST_CONNECTIONS, most));
        args.put("cp_max", most);
        if (!host.equals(postgres)) {
            args.put("sslmode", "require");
        }
        return Map.of("name", "psycopg2", "args", args);
    }

    private static void people(Plan plan, Map<String, Object> yaml) {
        if (plan.stack().registration() == Registration.TOKEN) {
            yaml.put("enable_registration", true);
            yaml.put("registration_requires_token", true);
        } else {
            yaml.put("enable_registration", false);
        }
        yaml.put("allow_guest_access", false);
        yaml.put("turn_allow_guests", false);
        yaml.put("require_auth_for_profile_requests", true);
        yaml.put("limit_profile_requests_to_users_who_share_rooms", true);
        yaml.put("forgotten_room_retention_period", "28d");
        yaml.put("redaction_retention_period", "7d");
    }

    private static void federation(Plan plan, Map<String, Object> yaml) {
        switch (plan.stack().federation()) {
            case Federation.Open open -> {}
            case Federation.Closed closed -> yaml.put("federation_domain_whitelist", List.of());
            case Federation.Some some -> yaml.put("federation_domain_whitelist", some.servers());
        }
        yaml.put(
                "trusted_key_servers",
                plan.stack().federation() instanceof Federation.Open
                        ? List.of(Map.of("server_name", "matrix.org"))
                        : List.of());
        yaml.put("suppress_key_server_warning", true);
        if (!plan.stack().versions().synapse().atLeast("1.162")) {
            yaml.put("default_room_version", "12");
        }
    }

    private static void media(Plan plan, Map<String, Object> yaml) {
        yaml.put("media_store_path", plan.stack().synapse().mediaStore());
        yaml.put("max_upload_size", plan.stack().media().upload().text());
        Map<String, Object> retention = new HashMap<>();
        plan.stack().media().keepRemote().span().ifPresent(span -> retention.put("remote_media_lifetime", span));
        plan.stack().media().keepLocal().span().ifPresent(span -> retention.put("local_media_lifetime", span));
        if (!retention.isEmpty()) {
            yaml.put("media_retention", retention);
        }
        yaml.put("url_preview_enabled", plan.stack().urlPreviews());
        if (plan.stack().urlPreviews()) {
            yaml.put("url_preview_ip_range_blacklist", INTERNAL);
        }
    }

    private static void caches(Plan plan, Map<String, Object> yaml) {
        yaml.put("event_cache_size", plan.stack().size().eventCache());
        yaml.put("caches", Map.of("global_factor", plan.stack().size().cacheFactor()));
    }

    /** With the lines that fail2ban and {@code lotus audit} read; two weeks of them. */
    static String log(Plan plan, String process) {
        Map<String, Object> file = Map.of(
                "class", "logging.handlers.TimedRotatingFileHandler",
                "formatter", "precise",
                "filename", LOGS + process + ".log",
                "when", "midnight",
                "backupCount", KEEP_LOGS,
                "encoding", "utf8");
        Map<String, Object> buffer = Map.of(
                "class", "synapse.logging.handlers.PeriodicallyFlushingMemoryHandler",
                "target", "file",
                "capacity", 10,
                "flushLevel", 30,
                "period", 5);
        Map<String, Object> precise =
                Map.of("format", "%(asctime)s - %(name)s - %(lineno)d - %(levelname)s - %(request)s - %(message)s");
        return Yaml.text(
                plan.header(),
                Map.of(
                        "version", 1,
                        "disable_existing_loggers", false,
                        "formatters", Map.of("precise", precise),
                        "handlers", Map.of("file", file, "buffer", buffer),
                        "loggers", Map.of("synapse.storage.SQL", Map.of("level", "INFO")),
                        "root", Map.of("level", "INFO", "handlers", List.of("buffer"))));
    }
}
