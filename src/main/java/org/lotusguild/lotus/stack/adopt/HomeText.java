package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;

/** What stands in {@code lotus.yaml} before the servers. */
final class HomeText {
    private HomeText() {}

    static String of(Plan plan) {
        String homeserver = plan.reach(plan.the(Role.LOTUS), Service.SYNAPSE);
        return """
                # Made by `lotus init --adopt` from an installation that was there before. Paths are relative to this file. Every key with
                # its meaning: config/lotus.example.yaml.

                homeserver:
                  url: http://%s
                  server-name: %s
                  registration: registration.yaml

                store:
                  url: sqlite:lotus.db

                http:
                  bind: %s:%d                    # public routes
                  internal: 127.0.0.1:9095                # metrics, health, control: this machine only
                %s
                encryption:
                  key: {file: secrets/vault-key}          # seals the bot's keys in the database; lose it and they are lost

                bot: {}

                """.formatted(
                        homeserver,
                        plan.stack().serverName(),
                        plan.bind(plan.the(Role.LOTUS), Service.LOTUS),
                        plan.port(Service.LOTUS),
                        proxies(plan));
    }

    /** Whose word about the client's address is believed: the proxies on other hosts. */
    private static String proxies(Plan plan) {
        List<String> addresses = plan.with(Role.PROXY)
                .filter(host -> !host.has(Role.LOTUS))
                .map(host -> host.address())
                .toList();
        return addresses.isEmpty() ? "" : "  trusted-proxies: " + addresses + "\n";
    }
}
