package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Renderer;
import org.lotusguild.lotus.stack.secrets.SecretFolder;

/** The servers of a home: its plan, its secrets, its files. */
final class StackHome {
    private final Home home;
    private final LotusConfig config;

    StackHome(Home home) {
        this.home = home;
        this.config = home.config();
    }

    /** @throws Failure if {@code lotus.yaml} has no servers */
    Plan plan() {
        return config.stack()
                .map(stack ->
                        Plan.of(stack, config.client(), Version.text(), "lotus.yaml", LocalDate.now(Clock.systemUTC())))
                .orElseThrow(() -> Failure.usage(
                        home.configuration() + " has no block stack:",
                        "Describe your hosts there; config/lotus.example.yaml shows how."));
    }

    /** @throws StackTrouble if a secret is missing or lies open; nothing is written then */
    List<RenderedFile> files(Plan plan) {
        SecretFolder secrets =
                new SecretFolder(home.secrets(), config.homeserver().registration(), new SecureRandom());
        List<String> problems = secrets.problems();
        if (!problems.isEmpty()) {
            throw new StackTrouble(
                    "the secrets are not in order: " + String.join("; ", problems), "Then run this again.");
        }
        try {
            return Renderer.files(plan, secrets);
        } catch (StackTrouble e) {
            throw e.keys().isEmpty() ? e : placed(e);
        }
    }

    /** With the line that asks for what cannot be. */
    private StackTrouble placed(StackTrouble e) {
        int line = KeyLine.of(home.configuration(), e.keys());
        return new StackTrouble(home.configuration() + ":" + line + ": " + e.getMessage(), e.remedy(), e);
    }

    /** @throws Failure if the plan has no such host */
    static void known(Plan plan, Optional<String> host) {
        List<String> names = plan.hosts().stream().map(h -> h.name()).toList();
        if (host.isPresent() && !names.contains(host.get())) {
            throw Failure.usage("there is no host " + host.get(), "Known: " + String.join(", ", names) + ".");
        }
    }
}
