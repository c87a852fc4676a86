package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** A verb of {@code lotus hook}: what it asks of the running program, and how the answer reads. */
abstract class HookVerb implements Callable<Integer> {
    private final Console console;
    private final String verb;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    HookVerb(Console console, String verb) {
        this.console = console;
        this.verb = verb;
    }

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
        ObjectNode told = Control.of(at.home()).post("hooks/" + verb, wish, patience());
        if (json) {
            line(Json.text(told));
        } else {
            tell(told);
        }
        return ExitCode.OK;
    }

    /** A verb about one hook. */
    abstract static class Named extends HookVerb {
        @Parameters(paramLabel = "NAME", description = "As in: lotus hook list.")
        String name = "";

        Named(Console console, String verb) {
            super(console, verb);
        }

        @Override
        void fill(ObjectNode wish) {
            wish.put("name", name);
        }
    }
}
