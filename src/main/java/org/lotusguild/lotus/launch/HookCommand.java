package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "hook",
        description = "Hooks: addresses to which other programs post what is to be read in a room.",
        subcommands = {
            HookCommand.Create.class,
            HookCommand.ListAll.class,
            HookCommand.Show.class,
            HookCommand.Rotate.class,
            HookDeliveries.History.class,
            HookDeliveries.Dead.class,
            HookDeliveries.Test.class,
            HookDeliveries.Replay.class,
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

    @Command(
            name = "create",
            description = "Makes a hook and prints its address, which is as secret as a password.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  lotus hook create alerts --room general",
                "  lotus hook create media --room \"#media:example.org\" --service sonarr --expires 90d",
                "  lotus hook create builds --room general --transform builds.js    (again: with the new script)"
            })
    static final class Create extends HookVerb.Named {
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

        @Option(
                names = "--transform",
                paramLabel = "F",
                description = "A script that makes the messages; it is tried on what was posted last.")
        Optional<Path> transform = Optional.empty();

        Create(Console console) {
            super(console, "create");
        }

        @Override
        void fill(ObjectNode wish) {
            super.fill(wish);
            wish.put("room", room);
            service.ifPresent(s -> wish.put("service", s));
            auth.ifPresent(a -> wish.put("auth", a));
            expires.ifPresent(e -> wish.put("expires", e));
            transform.map(ScriptFile::text).ifPresent(source -> wish.put("transform", source));
        }

        @Override
        void tell(ObjectNode told) {
            line((told.path("existing").asBoolean(false) ? "There already: " : "Made ") + name + ".");
            address(told).forEach(this::line);
            HookText.warning(told).ifPresent(this::line);
        }
    }

    private static List<String> address(ObjectNode told) {
        String url = "  url     " + Json.string(told, "url").orElse("");
        return Json.string(told, "secret")
                .map(secret -> List.of(url, "  secret  " + secret))
                .orElseGet(() -> List.of(url));
    }

    @Command(name = "list", description = "All hooks: rooms, service, the last post, what came of the last 24 hours.")
    static final class ListAll extends HookVerb {
        @Option(names = "--imported", description = "Those that came from a hookshot only.")
        boolean imported;

        ListAll(Console console) {
            super(console, "list");
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
    static final class Show extends HookVerb.Named {
        @Option(names = "--url", description = "Print its address, which is as secret as a password.")
        boolean url;

        Show(Console console) {
            super(console, "show");
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
    static final class Rotate extends HookVerb.Named {
        @Option(names = "--overlap", paramLabel = "D", description = "How long the old one works (default: 1d).")
        Optional<String> overlap = Optional.empty();

        Rotate(Console console) {
            super(console, "rotate");
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

    @Command(name = "disable", description = "Switches a hook off: who posts is told so.")
    static final class Disable extends HookVerb.Named {
        Disable(Console console) {
            super(console, "disable");
        }

        @Override
        void tell(ObjectNode told) {
            line(name + " is off.");
        }
    }

    @Command(name = "enable", description = "Switches a hook on again.")
    static final class Enable extends HookVerb.Named {
        @Option(names = "--transform", description = "Its script as well.")
        boolean transform;

        Enable(Console console) {
            super(console, "enable");
        }

        @Override
        void fill(ObjectNode wish) {
            super.fill(wish);
            wish.put("transform", transform);
        }

        @Override
        void tell(ObjectNode told) {
            line(name + " is on.");
            HookText.warning(told).ifPresent(this::line);
        }
    }

    @Command(name = "remove", description = "Forgets a hook. Who posts to it is told for 30 days that it is gone.")
    static final class Remove extends HookVerb.Named {
        Remove(Console console) {
            super(console, "remove");
        }

        @Override
        void tell(ObjectNode told) {
            line(name + " is gone.");
        }
    }
}
