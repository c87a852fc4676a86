package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.launch.chat.Harmless;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The verbs of {@code lotus hook} about what came, and what became of it. */
final class HookDeliveries {
    private HookDeliveries() {}

    @Command(name = "history", description = "The last deliveries of a hook, the newest first.")
    static final class History extends HookVerb.Named {
        @Option(names = "--bodies", description = "With what was posted, secrets left out.")
        boolean bodies;

        History(Console console) {
            super(console, "history");
        }

        @Override
        void tell(ObjectNode told) {
            HookText.deliveries(told.path("deliveries"), bodies).forEach(this::line);
        }
    }

    @Command(name = "dead", description = "What could not be delivered in the last day.")
    static final class Dead extends HookVerb {
        @Option(names = "--all", description = "As far back as it is kept: 30 days.")
        boolean all;

        @Option(names = "--after", paramLabel = "ID", description = "Only those that came later than this one.")
        Optional<String> after = Optional.empty();

        Dead(Console console) {
            super(console, "dead");
        }

        @Override
        void fill(ObjectNode wish) {
            wish.put("all", all);
            after.ifPresent(id -> wish.put("after", id));
        }

        @Override
        void tell(ObjectNode told) {
            HookText.dead(told, all).forEach(this::line);
        }
    }

    @Command(name = "test", description = "Posts a test message of the hook's service into its rooms.")
    static final class Test extends HookVerb.Named {
        Test(Console console) {
            super(console, "test");
        }

        @Override
        void tell(ObjectNode told) {
            line("On its way; see: lotus hook history " + Harmless.text(name));
        }
    }

    @Command(
            name = "replay",
            description = "Tries again what could not be delivered.",
            footerHeading = "%nExamples:%n",
            footer = {"  lotus hook replay --dead", "  lotus hook replay --dead --since 2h"})
    static final class Replay extends HookVerb {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "As in: lotus hook dead.")
        List<String> ids = List.of();

        @Option(names = "--dead", description = "All of them.")
        boolean dead;

        @Option(names = "--since", paramLabel = "D", description = "With --dead: not older than this, like 2h.")
        Optional<String> since = Optional.empty();

        Replay(Console console) {
            super(console, "replay");
        }

        @Override
        void fill(ObjectNode wish) {
            if (dead != ids.isEmpty()) {
                throw Failure.usage("say which: ids, or --dead", "See: lotus hook dead");
            }
            var array = wish.putArray("ids");
            ids.forEach(array::add);
            wish.put("dead", dead);
            since.ifPresent(s -> wish.put("since", s));
        }

        @Override
        void tell(ObjectNode told) {
            JsonNode count = told.path("replayed");
            line(count.asInt(0) + (count.asInt(0) == 1 ? " message tries" : " messages try") + " again.");
        }
    }
}
