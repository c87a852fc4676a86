package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.launch.chat.Harmless;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "hook",
        description = "Hooks: addresses to which other programs post what is to be read in a room.",
        subcommands = {
            HookCommand.Create.class,
            HookCommand.ListAll.class,
            HookCommand.Show.class,
            HookCommand.Rotate.class,
            HookCommand.History.class,
            HookCommand.Dead.class,
            HookCommand.Test.class,
            HookCommand.Replay.class,
            HookCommand.Disable.class,
            HookCommand.Enable.class,
            HookCommand.Remove.class,
            PreviewCommand.class,
            ImportHookshotCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class HookCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private HookCommand() {}

    /** A verb: what it asks, and how the answer reads. */
    abstract static class Verb implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        @Option(names = "--json", description = "Print the answer as JSON.")
        boolean json;

        Verb(Console console) {
            this.console = console;
        }

        abstract String verb();

        abstract void fill(ObjectNode wish);

        abstract void tell(ObjectNode told);

        /** How long the answer may take. */
        Duration patience() {
            return Control.LIMIT;
        }

        final void line(String text) {
            console.line(text);
        }

        @Override
        public Integer call() {
            ObjectNode wish = Json.object();
            fill(wish);
            ObjectNode told = Control.of(at.home()).post("hooks/" + verb(), wish, patience());
            if (json) {
                line(Json.text(told));
            } else {
                tell(told);
            }
            return ExitCode.OK;
        }
    }

    /** A verb about one hook. */
    abstract static class Named extends Verb {
        @Parameters(paramLabel = "NAME", description = "As in: lotus hook list.")
        String name = "";

        Named(Console console) {
            super(console);
        }

        @Override
        void fill(ObjectNode wish) {
            wish.put("name", name);
        }
    }

    @Command(
            name = "create",
            description = "Makes a hook and prints its address, which is as secret as a password.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  lotus hook create alerts --room general",
                "  lotus hook create media --room \"#media:example.org\" --service sonarr --expires 90d"
            })
    static final class Create extends Named {
        @Option(
                names = "--room",
                required = true,
                paramLabel = "R",
                description = "An id, an alias or a key of guild.rooms.")
        String room = "";

        @Option(names = "--service", paramLabel = "S", description = "The service that posts (default: recognised).")
        Optional<String> service = Optional.empty();

        @Option(
                names = "--auth",
                paramLabel = "KIND",
                description = "What a sender shows besides: bearer, header, basic, hmac, grafana, owncast.")
        Optional<String> auth = Optional.empty();

        @Option(names = "--expires", paramLabel = "D", description = "How long it lives, like 30d.")
        Optional<String> expires = Optional.empty();

        Create(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "create";
        }

        @Override
        void fill(ObjectNode wish) {
            super.fill(wish);
            wish.put("room", room);
            service.ifPresent(s -> wish.put("service", s));
            auth.ifPresent(a -> wish.put("auth", a));
            expires.ifPresent(e -> wish.put("expires", e));
        }

        @Override
        void tell(ObjectNode told) {
            line((told.path("existing").asBoolean(false) ? "There already: " : "Made ") + name + ".");
            address(told).forEach(this::line);
        }
    }

    private static List<String> address(ObjectNode told) {
        String url = "  url     " + Json.string(told, "url").orElse("");
        return Json.string(told, "secret")
                .map(secret -> List.of(url, "  secret  " + secret))
                .orElseGet(() -> List.of(url));
    }

    @Command(name = "list", description = "All hooks: rooms, service, the last post, what came of the last 24 hours.")
    static final class ListAll extends Verb {
        @Option(names = "--imported", description = "Those that came from a hookshot only.")
        boolean imported;

        ListAll(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "list";
        }

        @Override
        void fill(ObjectNode wish) {
            wish.put("imported", imported);
        }

        @Override
        void tell(ObjectNode told) {
            HookText.hooks(told.path("hooks")).forEach(this::line);
        }
    }

    @Command(name = "show", description = "One hook; with --url its address as well.")
    static final class Show extends Named {
        @Option(names = "--url", description = "Print its address, which is as secret as a password.")
        boolean url;

        Show(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "show";
        }

        @Override
        void fill(ObjectNode wish) {
            super.fill(wish);
            wish.put("url", url);
        }

        @Override
        void tell(ObjectNode told) {
            HookText.hook(told.path("hook")).forEach(this::line);
            Json.string(told, "url").ifPresent(at -> line("url       " + at));
        }
    }

    @Command(name = "rotate", description = "Gives a hook a new address; the old one works for a while.")
    static final class Rotate extends Named {
        @Option(names = "--overlap", paramLabel = "D", description = "How long the old one works (default: 1d).")
        Optional<String> overlap = Optional.empty();

        Rotate(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "rotate";
        }

        @Override
        void fill(ObjectNode wish) {
            super.fill(wish);
            overlap.ifPresent(o -> wish.put("overlap", o));
        }

        @Override
        void tell(ObjectNode told) {
            line("The new address of " + name + ":");
            address(told).forEach(this::line);
        }
    }

    @Command(name = "history", description = "The last deliveries of a hook, the newest first.")
    static final class History extends Named {
        @Option(names = "--bodies", description = "With what was posted, secrets left out.")
        boolean bodies;

        History(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "history";
        }

        @Override
        void tell(ObjectNode told) {
            HookText.deliveries(told.path("deliveries"), bodies).forEach(this::line);
        }
    }

    @Command(name = "dead", description = "What could not be delivered in the last day.")
    static final class Dead extends Verb {
        @Option(names = "--all", description = "As far back as it is kept: 30 days.")
        boolean all;

        Dead(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "dead";
        }

        @Override
        void fill(ObjectNode wish) {
            wish.put("all", all);
        }

        @Override
        void tell(ObjectNode told) {
            HookText.deliveries(told.path("deliveries"), false).forEach(this::line);
        }
    }

    @Command(name = "test", description = "Posts a test message of the hook's service into its rooms.")
    static final class Test extends Named {
        Test(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "test";
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
    static final class Replay extends Verb {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "As in: lotus hook dead.")
        List<String> ids = List.of();

        @Option(names = "--dead", description = "All of them.")
        boolean dead;

        @Option(names = "--since", paramLabel = "D", description = "With --dead: not older than this, like 2h.")
        Optional<String> since = Optional.empty();

        Replay(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "replay";
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

    @Command(name = "disable", description = "Switches a hook off: who posts is told so.")
    static final class Disable extends Named {
        Disable(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "disable";
        }

        @Override
        void tell(ObjectNode told) {
            line(name + " is off.");
        }
    }

    @Command(name = "enable", description = "Switches a hook on again.")
    static final class Enable extends Named {
        @Option(names = "--transform", description = "Its script as well.")
        boolean transform;

        Enable(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "enable";
        }

        @Override
        void fill(ObjectNode wish) {
            super.fill(wish);
            wish.put("transform", transform);
        }

        @Override
        void tell(ObjectNode told) {
            line(name + " is on.");
        }
    }

    @Command(name = "remove", description = "Forgets a hook. Who posts to it is told for 30 days that it is gone.")
    static final class Remove extends Named {
        Remove(Console console) {
            super(console);
        }

        @Override
        String verb() {
            return "remove";
        }

        @Override
        void tell(ObjectNode told) {
            line(name + " is gone.");
        }
    }
}
