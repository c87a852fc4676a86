package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Renderer;
import org.lotusguild.lotus.stack.render.SecretValues;

/** The files of a plan, read back as the audit reads files. Secrets are stand-ins. */
final class Rendered {
    private static final SecretValues STAND_INS = new SecretValues() {
        @Override
        public Secret value(SecretName name) {
            return new Secret("stand-in-" + name);
        }

        @Override
        public Optional<Secret> former(SecretName name) {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> registration() {
            return Optional.of(new Secret("id: lotus\n"));
        }
    };

    private Rendered() {}

    /** @throws org.lotusguild.lotus.stack.plan.StackTrouble if a key of {@code extra} says what Lotus says */
    static List<RenderedFile> files(Plan plan) {
        return Renderer.files(plan, STAND_INS);
    }

    /** @param like names and time are those of these */
    static Facts facts(Plan plan, Facts like) {
        List<Origin> origins = files(plan).stream()
                .map(file -> new Origin(
                        file.host() + file.path(),
                        "/" + file.host() + file.path(),
                        file.text().lines().toList(),
                        Optional.empty(),
                        false))
                .toList();
        return Reading.read(origins, like.names())
                .facts(like.now(), Told.nothing(), like.names(), Map.of(), Set.of(), List.of());
    }
}
