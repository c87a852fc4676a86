package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.watch.Dashboards;

/**
 * Grafana: where it finds Prometheus, and the dashboards that Lotus brings. Its own settings come from its unit, so that the
 * package's {@code grafana.ini} stays as it is.
 *
 * <p>Source: Grafana 11, "Provision Grafana" and "Configure Grafana".
 */
final class Grafana implements Writer {
    private static final String UNIT = "grafana-server.service";
    private static final String FOLDER = "/etc/grafana/";
    private static final String PASSWORD = FOLDER + "secrets/" + SecretName.GRAFANA_ADMIN;

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (!plan.has(Role.MONITORING)) {
            return List.of();
        }
        Host host = plan.the(Role.MONITORING);
        List<RenderedFile> files = new ArrayList<>();
        files.add(RenderedFile.open(host, FOLDER + "provisioning/datasources/lotus.yaml", source(plan, host)));
        files.add(RenderedFile.open(host, FOLDER + "provisioning/dashboards/lotus.yaml", provider(plan)));
        files.add(RenderedFile.open(host, "/etc/systemd/system/" + UNIT + ".d/lotus.conf", settings(plan, host)));
        files.add(RenderedFile.closed(
                host,
                PASSWORD,
                "grafana",
                secrets.value(SecretName.GRAFANA_ADMIN).value() + "\n"));
        Dashboards.of(Prometheus.jobs(plan))
                .forEach(page -> files.add(RenderedFile.open(
                        host, FOLDER + "dashboards/lotus-" + page.name() + ".json", GrafanaPage.json(page))));
        return files.stream().map(file -> file.of(UNIT)).toList();
    }

    private static String source(Plan plan, Host host) {
        return Yaml.text(
                plan.header(),
                Map.of(
                        "apiVersion",
                        1,
                        "datasources",
                        List.of(Map.of(
                                "name", "Prometheus",
                                "type", "prometheus",
                                "uid", "lotus-prometheus",
                                "access", "proxy",
                                "url", "http://" + plan.reach(host, Service.PROMETHEUS),
                                "isDefault", true))));
    }

    private static String provider(Plan plan) {
        return Yaml.text(
                plan.header(),
                Map.of(
                        "apiVersion",
                        1,
                        "providers",
                        List.of(Map.of(
                                "name", "lotus",
                                "folder", "Lotus",
                                "type", "file",
                                "options", Map.of("path", FOLDER + "dashboards")))));
    }

    private static String settings(Plan plan, Host host) {
        Lines lines = Lines.under(plan.header())
                .add("[Service]")
                .add("Environment=GF_SERVER_HTTP_ADDR=" + plan.bind(host, Service.GRAFANA))
                .add("Environment=GF_SERVER_HTTP_PORT=" + plan.port(Service.GRAFANA))
                .add("Environment=GF_SECURITY_ADMIN_PASSWORD__FILE=" + PASSWORD)
                .add("Environment=GF_SECURITY_COOKIE_SECURE=true")
                .add("Environment=GF_USERS_ALLOW_SIGN_UP=false")
                .add("Environment=GF_ANALYTICS_REPORTING_ENABLED=false");
        plan.stack()
                .names()
                .grafana()
                .ifPresent(name -> lines.add("Environment=GF_SERVER_ROOT_URL=https://" + name + "/"));
        return lines.text();
    }
}
