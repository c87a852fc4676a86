package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * LLDAP, the directory of people behind Authelia. It reads its secrets from files.
 *
 * <p>Source: {@code lldap_config.docker_template.toml} of LLDAP 0.6.
 */
final class Lldap implements Writer {
    static final String ADMIN = "admin";

    static final String DATABASE = "/var/lib/lldap/users.db";
    private static final String UNIT = "lldap.service";
    private static final String SECRETS = "/etc/lldap/secrets/";
    static final String PASSWORD = SECRETS + SecretName.LLDAP_ADMIN;

    /** A file for each group, as LLDAP's own script for the beginning reads them. */
    static final String GROUPS = "/etc/lldap/bootstrap/group-configs";

    /** A file with a secret, and the variable by which LLDAP is told of it. */
    private record Told(SecretName secret, String variable) {
        String path() {
            return SECRETS + secret;
        }
    }

    private static final List<Told> TOLD = List.of(
            new Told(SecretName.LLDAP_JWT, "LLDAP_JWT_SECRET_FILE"),
            new Told(SecretName.LLDAP_SEED, "LLDAP_KEY_SEED_FILE"),
            new Told(SecretName.LLDAP_ADMIN, "LLDAP_LDAP_USER_PASS_FILE"));

    /** The directory's root: {@code example.org} → {@code dc=example,dc=org}. */
    static String base(Plan plan) {
        return Arrays.stream(plan.stack().serverName().split("\\."))
                .map(label -> "dc=" + label)
                .collect(Collectors.joining(","));
    }

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (!plan.has(Role.SSO)) {
            return List.of();
        }
        Host host = plan.the(Role.SSO);
        List<RenderedFile> files = new ArrayList<>();
        files.add(RenderedFile.open(host, "/etc/lldap/lldap_config.toml", text(plan, host))
                .of(UNIT));
        for (Told told : TOLD) {
            String value = secrets.value(told.secret()).value() + "\n";
            files.add(RenderedFile.closed(host, told.path(), "lldap", value).of(UNIT));
        }
        for (String group :
                List.of(plan.stack().sso().group(), plan.stack().sso().group() + "-admins")) {
            files.add(RenderedFile.open(
                    host,
                    GROUPS + "/" + group + ".json",
                    Pretty.json(Json.object().put("name", group))));
        }
        files.add(RenderedFile.open(host, "/etc/systemd/system/" + UNIT, unit(plan))
                .of(UNIT));
        return files;
    }

    private static String text(Plan plan, Host host) {
        return Lines.under(plan.header() + "\nThe secrets come from files, by the variables of " + UNIT + ".")
                .add("ldap_host = \"" + plan.bind(host, Service.LLDAP) + "\"")
                .add("ldap_port = " + plan.port(Service.LLDAP))
                .add("http_host = \"" + plan.bind(host, Service.LLDAP_PAGES) + "\"")
                .add("http_port = " + plan.port(Service.LLDAP_PAGES))
                .add("ldap_base_dn = \"" + base(plan) + "\"")
                .add("ldap_user_dn = \"" + ADMIN + "\"")
                .add("database_url = \"sqlite://" + DATABASE + "?mode=rwc\"")
                .add("key_file = \"\"")
                .text();
    }

    private static String unit(Plan plan) {
        Stream<String> variables = TOLD.stream().map(told -> "Environment=" + told.variable() + "=" + told.path());
        return Lines.under(plan.header())
                .block("""
                [Unit]
                Description=LLDAP, the directory of people
                Wants=network-online.target
                After=network-online.target

                [Service]
                User=lldap
                Group=lldap
                StateDirectory=lldap
                WorkingDirectory=/usr/share/lldap
                """)
                .addAll(variables.toList())
                .block("""
                ExecStart=/usr/bin/lldap run --config-file /etc/lldap/lldap_config.toml
                Restart=always
                RestartSec=2
                CapabilityBoundingSet=
                """)
                .block(Units.CLOSED)
                .block("""

                [Install]
                WantedBy=multi-user.target
                """)
                .text();
    }
}
