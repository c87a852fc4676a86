package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.launch.chat.Harmless;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.script.Outcome;
import org.lotusguild.lotus.script.Request;
import org.lotusguild.lotus.script.Run;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.Script;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import org.lotusguild.lotus.webhooks.render.OwnWords;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Detected;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import org.lotusguild.lotus.webhooks.transform.Messages;
import org.lotusguild.lotus.webhooks.transform.Scripts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "preview",
        description = "Shows what a payload becomes in a room. Nothing is sent.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus hook preview alert.json",
            "  lotus hook preview alert.json --service grafana --html",
            "  lotus hook preview build.json --transform build.js"
        })
final class PreviewCommand implements Callable<Integer> {
    private static final long LARGEST = 16L << 20;

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "JSON, or text.")
    Path file = Path.of("");

    @Option(names = "--service", paramLabel = "S", description = "As a hook's service says it (default: recognised).")
    Optional<String> service = Optional.empty();

    @Option(
            names = "--transform",
            paramLabel = "F",
            description = "A script that makes the message; what it writes to its console is shown.")
    Optional<Path> transform = Optional.empty();

    @Option(names = "--html", description = "The HTML, too.")
    boolean html;

    @Option(names = "--json", description = "Print it as JSON.")
    boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    PreviewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        JsonNode payload = payload();
        Detected found = Detect.of(payload, wanted(), "");
        return transform.isPresent() ? scripted(payload, found) : formatted(payload, found);
    }

    private int formatted(JsonNode payload, Detected found) {
        Context context = new Context("preview", Clock.systemUTC().instant(), Map.of(), false, false);
        boolean own = found.service() == Service.MESSAGE;
        Notice notice = own
                ? Notice.written(found.service().key(), "message.posted", OwnWords.of(payload))
                : Services.formatter(found.service())
                        .of(payload, Optional.empty(), context)
                        .message();
        show(told(found, notice));
        return ExitCode.OK;
    }

    /** As a hook would run it that is not strict, with its usual limits. */
    private int scripted(JsonNode payload, Detected found) {
        String source = ScriptFile.text(transform.orElseThrow());
        String service = found.service().key();
        Clock clock = Clock.systemUTC();
        try (Sandbox sandbox = new Sandbox(ScriptConfig.standard(), clock, new SecureRandom())) {
            Optional<String> problem = Scripts.problem(sandbox, source);
            if (problem.isPresent()) {
                throw Failure.of(transform.get() + ": " + problem.get(), "No hook takes a script like this.");
            }
            Run run = sandbox.preview(new Script(source), payload, Request.none("preview", service, clock.instant()));
            run.console().forEach(this::heard);
            return switch (run.outcome()) {
                case Outcome.Posted posted -> {
                    posted.messages().stream()
                            .flatMap(message -> Messages.notice(message, service, false).stream())
                            .forEach(notice -> show(told(found, notice)));
                    yield ExitCode.OK;
                }
                case Outcome.Empty empty -> throw Failure.of("the script wants nothing posted", "");
                case Outcome.Failed failed -> throw Failure.of(transform.get() + ": " + Scripts.shown(failed), "");
            };
        }
    }

    private void heard(String line) {
        if (json) {
            console.hint(line);
        } else {
            console.line("%-8s %s".formatted("console", Harmless.text(line)));
        }
    }

    private void show(ObjectNode told) {
        if (json) {
            console.line(Json.text(told));
        } else {
            print(told);
        }
    }

    private JsonNode payload() {
        try {
            if (Files.size(file) > LARGEST) {
                throw Failure.usage(file + " is larger than 16 MiB, which no hook takes", "");
            }
            String text = Files.readString(file).strip();
            return text.startsWith("{") || text.startsWith("[") ? Json.parseExact(text) : Json.tree(text);
        } catch (MalformedJson e) {
            throw Failure.usage(file + " is " + e.getMessage(), "Correct it, or post it as text.");
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private Optional<Service> wanted() {
        return service.filter(key -> !key.equals("auto"))
                .map(key -> Service.of(key)
                        .orElseThrow(() -> Failure.usage(
                                "there is no service " + key,
                                "Known are grafana, proxmox, sonarr, radarr, readarr, lidarr, uptime-kuma, seerr, owncast,"
                                        + " bazarr, tinker-tickets.")));
    }

    private static ObjectNode told(Detected found, Notice notice) {
        ObjectNode content = MessageContent.notice(NoticeDoc.of(notice));
        ObjectNode told = Json.object();
        told.put("service", found.service().key());
        told.put("event", notice.event());
        if (notice.words().isEmpty()) {
            told.put("level", notice.level().name().toLowerCase(Locale.ROOT));
        }
        notice.correlation().ifPresent(c -> told.put("key", c.key()));
        told.put("body", Json.string(content, "body").orElse(""));
        Json.string(content, "formatted_body").ifPresent(text -> told.put("html", text));
        return told;
    }

    private void print(ObjectNode told) {
        for (String field : new String[] {"service", "event", "level", "key"}) {
            Json.string(told, field).ifPresent(text -> console.line("%-8s %s".formatted(field, Harmless.text(text))));
        }
        console.line("");
        Json.string(told, "body").orElse("").lines().map(Harmless::text).forEach(console::line);
        if (html) {
            console.line("");
            Json.string(told, "html").orElse("").lines().map(Harmless::text).forEach(console::line);
        }
    }
}
