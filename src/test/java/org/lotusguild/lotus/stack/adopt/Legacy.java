package org.lotusguild.lotus.stack.adopt;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.ClientBlock;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.render.Samples;

/** Installations of the fixtures, taken over. */
public final class Legacy {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final ConfigReader READER = new ConfigReader(name -> Optional.empty());

    private Legacy() {}

    static Installation installation(Told told, Path... targets) {
        Facts facts = Fixtures.facts(told, targets);
        return new Installation(
                facts,
                Audit.run(facts, Selection.ALL, List.of(), 0),
                Inventory.of(List.of(targets)).origins());
    }

    static Installation installation() {
        return installation(Fixtures.told(), Fixtures.LEGACY);
    }

    static Adoption adoption(Told told, Path... targets) {
        return Adoption.of(installation(told, targets), READER, TODAY);
    }

    static Adoption adoption() {
        return adoption(Fixtures.told(), Fixtures.LEGACY);
    }

    static String secret(Adoption adoption, SecretName name) {
        return adoption.secrets().getOrDefault(name, new Secret("none")).value();
    }

    /** The blocks {@code stack} and {@code client} of the legacy installation. */
    public static String blocks() {
        return blocks(adoption().yaml());
    }

    private static String blocks(String yaml) {
        return yaml.substring(yaml.indexOf("\nstack:") + 1);
    }

    /** The servers of a {@code lotus.yaml}. */
    static Plan plan(String yaml) {
        Samples.Blocks read = Samples.read(blocks(yaml));
        return planOf(read.stack(), read.client());
    }

    private static Plan planOf(StackBlock stack, Optional<ClientBlock> client) {
        return Plan.of(stack, client, "0.0-test", "lotus.yaml", TODAY);
    }
}
