package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.launch.chat.Harmless;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "verify",
        description = {
            "Compares emoji with a person's client, so that both know each other's keys.",
            "With a user it asks; without one it answers the next request. Ctrl-C cancels."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lotus account verify @alice:example.org", "  lotus account verify"})
final class VerifyCommand implements Callable<Integer> {
    private static final Duration BETWEEN = Duration.ofMillis(400);
    /** The other side is told of its own ten minutes; without one nobody is. */
    private static final Duration LIMIT = Duration.ofMinutes(11);

    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "USER",
            description = "Who is asked, for example @alice:example.org.")
    String user = "";

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Control control = Control.of(at.home());
        control.post("verification", wish("begin", Optional.of(user).filter(u -> !u.isEmpty())));
        console.line(
                user.isEmpty()
                        ? "Waiting for a request: open the bot's profile in your client and choose to verify."
                        : "Asked " + user + ". Accept it in your client.");
        return compare(control, TypedLines.from(System.in));
    }

    private int compare(Control control, TypedLines typed) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        boolean shown = false;
        boolean answered = false;
        while (System.nanoTime() < end) {
            ObjectNode now = control.post("verification", wish("look", Optional.empty()));
            switch (Json.string(now, "stage").orElse("")) {
                case "done" -> {
                    end(control);
                    console.line("Verified: " + whom(now) + ".");
                    return ExitCode.OK;
                }
                case "cancelled" -> {
                    end(control);
                    throw Failure.of("not verified: " + Json.string(now, "why").orElse(""), "");
                }
                case "compare" -> {
                    if (!shown) {
                        show(now);
                        shown = true;
                    }
                }
                default -> {}
            }
            Optional<String> line = typed.next(BETWEEN);
            if (shown && !answered) {
                answered = answer(control, line);
            }
            if (shown && !answered && typed.ended()) {
                end = System.nanoTime();
            }
        }
        end(control);
        throw Failure.of(
                shown ? "nobody said whether they match" : "nobody asked", "Run it again, with your client at hand.");
    }

    private static void end(Control control) {
        control.post("verification", wish("end", Optional.empty()));
    }

    private void show(ObjectNode now) {
        console.line(whom(now) + " shows:");
        now.path("emoji")
                .forEach(sign -> console.line("  " + sign.path("symbol").asString() + "  "
                        + sign.path("name").asString()));
        String decimals =
                now.path("decimals").valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
        console.line("or as numbers: " + decimals);
        console.line("Do they match? [y/n]");
    }

    private static String whom(ObjectNode now) {
        return Harmless.text(Json.string(now, "user").orElse("") + ", device "
                + Json.string(now, "device").orElse("?"));
    }

    /** Whether it was an answer. */
    private boolean answer(Control control, Optional<String> line) {
        return switch (line.map(text -> text.toLowerCase(Locale.ROOT)).orElse("")) {
            case "y", "yes" -> {
                control.post("verification", wish("same", Optional.empty()));
                console.line("Waiting for the other side.");
                yield true;
            }
            case "n", "no" -> {
                control.post("verification", wish("different", Optional.empty()));
                yield true;
            }
            case "" -> false;
            default -> {
                console.line("Type y if all seven are the same, n if not.");
                yield false;
            }
        };
    }

    private static ObjectNode wish(String what, Optional<String> user) {
        ObjectNode wish = Json.object().put("do", what);
        user.ifPresent(name -> wish.put("user", name));
        return wish;
    }
}
