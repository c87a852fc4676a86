package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** The secrets that Synapse reads from paths: one file each. */
final class SynapseSecrets implements Writer {

    static String path(SecretName name) {
        return path(name.toString());
    }

    static String path(String name) {
        return Synapse.FOLDER + "secrets/" + name;
    }

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        Host host = plan.the(Role.SYNAPSE);
        List<RenderedFile> files = new ArrayList<>();
        for (SecretName name : needed(plan)) {
            String value = secrets.value(name).value();
            files.add(RenderedFile.closed(host, path(name), Synapse.USER, value + "\n")
                    .of(Synapse.UNIT));
        }
        files.add(pgpass(plan, host, secrets));
        return files;
    }

    private static List<SecretName> needed(Plan plan) {
        List<SecretName> needed =
                new ArrayList<>(List.of(SecretName.REGISTRATION_SHARED, SecretName.MACAROON, SecretName.FORM));
        if (plan.has(Role.TURN)) {
            needed.add(SecretName.TURN);
        }
        if (plan.has(Role.SSO)) {
            needed.add(SecretName.OIDC_CLIENT);
        }
        if (plan.stack().size().workers()) {
            needed.add(SecretName.WORKER_REPLICATION);
            needed.add(SecretName.REDIS);
        }
        return needed;
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    /** libpq passes over a pgpass file that anybody but its owner may read. */
    private static RenderedFile pgpass(Plan plan, Host host, SecretValues secrets) {
        String line = String.join(
                        ":",
                        escaped(plan.address(host, plan.the(Role.POSTGRES), Service.POSTGRES)),
                        Integer.toString(plan.port(Service.POSTGRES)),
                        plan.stack().synapse().database(),
                        plan.stack().synapse().databaseUser(),
                        escaped(secrets.value(SecretName.DB_SYNAPSE).value()))
                + "\n";
        return RenderedFile.closed(host, Synapse.PGPASS, Synapse.USER, line)
                .owned("0600", Synapse.USER + ":" + Synapse.USER)
                .of(Synapse.UNIT);
    }
}
