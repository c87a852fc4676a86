package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;

/** Sign-in by the provider. A password then only confirms what its owner does: it would go round the second factor. */
final class SynapseSso implements Writer {

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        Map<String, Object> yaml = SynapseExtra.beside(plan, settings(plan));
        return yaml.isEmpty()
                ? List.of()
                : List.of(
                        Synapse.open(plan.the(Role.SYNAPSE), "conf.d/lotus-sso.yaml", Yaml.text(plan.header(), yaml)));
    }

    static Map<String, Object> settings(Plan plan) {
        if (!plan.has(Role.SSO)) {
            return Map.of();
        }
        Map<String, Object> yaml = new HashMap<>();
        yaml.put("oidc_providers", List.of(provider(plan)));
        yaml.put("password_config", Map.of("enabled", "only_for_reauth"));
        yaml.put("sso", Map.of("client_whitelist", clients(plan)));
        return yaml;
    }

    private static Map<String, Object> provider(Plan plan) {
        Map<String, Object> provider = new HashMap<>();
        provider.put("idp_id", "authelia");
        provider.put("idp_name", "Single sign-on");
        provider.put("issuer", "https://" + plan.stack().names().auth().orElseThrow());
        provider.put("client_id", "synapse");
        provider.put("client_secret_path", SynapseSecrets.path(SecretName.OIDC_CLIENT));
        provider.put("client_auth_method", "client_secret_basic");
        provider.put("scopes", List.of("openid", "profile", "email", "groups"));
        provider.put("user_profile_method", "userinfo_endpoint");
        provider.put("allow_existing_users", plan.migrating());
        provider.put("backchannel_logout_enabled", true);
        provider.put(
                "user_mapping_provider",
                Map.of(
                        "config",
                        Map.of(
                                "localpart_template", "{{ user.preferred_username }}",
                                "display_name_template", "{{ user.name }}")));
        return provider;
    }

    /** Where people may be sent back to without being asked. */
    private static List<String> clients(Plan plan) {
        List<String> clients = new ArrayList<>();
        clients.add(plan.publicUrl() + "admin/sso");
        plan.stack().names().client().ifPresent(name -> clients.add("https://" + name + "/"));
        return clients;
    }
}
