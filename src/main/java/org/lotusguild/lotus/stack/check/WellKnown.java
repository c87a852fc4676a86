package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.MalformedYaml;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlReader;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** The documents by which clients and servers find the guild, as nginx answers them. */
final class WellKnown {
    private static final String ORIGIN = "Access-Control-Allow-Origin";
    private static final Pattern CONTENT_TYPE = Pattern.compile("add_header\\s+[Cc]ontent-[Tt]ype\\s+[^;]*;");
    private static final int OK = 200;
    private static final String FOCI = "org.matrix.msc4143.rtc_foci";
    private static final String OLD_PROXY = "org.matrix.msc3575.proxy";

    static final List<Check> CHECKS = List.of(
            Check.of("WK-003", HIGH, "The client document does not lead to the calls of this guild")
                    .on(Kind.NGINX)
                    .reads(Reads.LIVE)
                    .passes(
                            "with calls, it names rtc_foci with a livekit_service_url, and never the old sliding sync proxy")
                    .because("clients that read the document do not find the SFU; the old proxy is not asked any more")
                    .source("MSC4143, discovery of foci")
                    .run(WellKnown::content),
            Check.of("WK-004", HIGH, "A well-known document is answered in a way that clients refuse")
                    .on(Kind.NGINX)
                    .passes(
                            "an exact location, default_type application/json, Access-Control-Allow-Origin always, and no add_header Content-Type")
                    .because("two Content-Type headers are sent; browsers and apps take the wrong one or none")
                    .source("measured with nginx 1.22.1; Matrix specification, well-known URI")
                    .run(WellKnown::form));

    private WellKnown() {}

    /** The locations of these documents that nginx answers itself. */
    private static Stream<Nested> answered(NginxFile file) {
        return file.all("location").stream()
                .filter(location -> NginxRoutes.target(location.directive()).contains("well-known/matrix"))
                .filter(location -> location.directive().all("proxy_pass").isEmpty());
    }

    private static Stream<Finding> content(Facts facts) {
        return Stream.concat(written(facts), answered(facts));
    }

    /** What the server name really answers; that it does not is another check's. */
    private static Stream<Finding> answered(Facts facts) {
        return facts.answers().live().stream()
                .flatMap(live -> live.pages(Question.CLIENT_DOCUMENT))
                .filter(page -> page.status() == OK)
                .flatMap(page -> judge(new Where("", 0, page.url()), read(page.start()), facts.calls()).stream());
    }

    private static Stream<Finding> written(Facts facts) {
        return facts.nginx().stream()
                .flatMap(WellKnown::answered)
                .filter(location -> NginxRoutes.target(location.directive()).endsWith("client"))
                .flatMap(location -> location.directive().all("return").stream())
                .filter(answer -> answer.args().size() > 1)
                .flatMap(answer -> document(answer, facts.calls()).stream());
    }

    private static Optional<Finding> document(Directive answer, boolean calls) {
        String text = answer.args().getLast();
        if (text.contains("$")) {
            return Optional.empty();
        }
        YamlNode document = read(text);
        return document instanceof YamlMap
                ? judge(answer.where(), document, calls)
                : Optional.of(failed(answer.where(), "no JSON", "a JSON document"));
    }

    /** JSON, read as the YAML that it also is; a list if it is neither. */
    static YamlNode read(String json) {
        try {
            return YamlReader.read(json);
        } catch (MalformedYaml e) {
            return new YamlList(1, "", List.of());
        }
    }

    private static Optional<Finding> judge(Where place, YamlNode document, boolean calls) {
        if (document.at(OLD_PROXY).isPresent()) {
            return Optional.of(failed(place, OLD_PROXY, "remove it: Synapse itself answers sliding sync"));
        }
        boolean leads = document.items(FOCI).stream()
                .flatMap(focus -> focus.text("livekit_service_url").stream())
                .anyMatch(url -> url.startsWith("https://"));
        return leads || !calls
                ? Optional.empty()
                : Optional.of(failed(
                        place,
                        "no " + FOCI,
                        "\"" + FOCI
                                + "\": [{\"type\": \"livekit\", \"livekit_service_url\": \"https://…/livekit/jwt\"}]"));
    }

    private static Stream<Finding> form(Facts facts) {
        return facts.nginx().stream()
                .flatMap(file -> answered(file).flatMap(location -> {
                    List<String> faults = faults(file, location);
                    return faults.isEmpty()
                            ? Stream.<Finding>of()
                            : Stream.<Finding>of(Edits.with(
                                    failed(
                                            place(location.directive()),
                                            String.join(", ", faults),
                                            "location = PATH { default_type application/json; add_header Access-Control-Allow-Origin * always; … }"),
                                    rewritten(file, location.directive())));
                }));
    }

    private static Where place(Directive location) {
        return new Where(location.file(), location.line(), "location " + location.text());
    }

    private static List<String> faults(NginxFile file, Nested location) {
        List<String> faults = new ArrayList<>();
        if (!NginxRoutes.modifier(location.directive()).equals("=")) {
            faults.add("no exact location");
        }
        List<Directive> headers = location.inherited(file, "add_header");
        if (headers.stream().anyMatch(header -> names(header, "Content-Type"))) {
            faults.add("add_header Content-Type beside the type of nginx");
        }
        if (location.inherited(file, "default_type").stream()
                .noneMatch(type -> type.text().equals("application/json"))) {
            faults.add("no default_type application/json");
        }
        Optional<Directive> origin =
                headers.stream().filter(header -> names(header, ORIGIN)).findFirst();
        if (origin.isEmpty()) {
            faults.add("no Access-Control-Allow-Origin");
        } else if (!origin.get().args().getLast().equals("always")) {
            faults.add("Access-Control-Allow-Origin without always");
        }
        return faults;
    }

    private static boolean names(Directive header, String name) {
        return !header.args().isEmpty() && header.args().getFirst().equalsIgnoreCase(name);
    }

    /** The same lines with what is wrong mended, if each directive has a line of its own in this file. */
    private static Optional<Edit> rewritten(NginxFile file, Directive location) {
        int last = location.block().stream().mapToInt(Directive::line).max().orElse(location.line());
        boolean here = Stream.concat(Stream.of(location), location.block().stream())
                .allMatch(directive -> directive.file().equals(file.file()));
        boolean oneLine = last == location.line();
        if (!here
                || oneLine
                || location.block().stream()
                                .mapToInt(Directive::line)
                                .distinct()
                                .count()
                        != location.block().size()) {
            return Optional.empty();
        }
        boolean typed = !location.all("default_type").isEmpty();
        boolean allowed = location.all("add_header").stream().anyMatch(header -> names(header, ORIGIN));
        List<String> lines = new ArrayList<>();
        for (int line = location.line(); line <= last; line++) {
            String text = file.origin().line(line);
            if (!typed || !CONTENT_TYPE.matcher(text).find()) {
                lines.add(mended(text));
            }
        }
        String second = file.origin().line(location.line() + 1);
        String indent =
                second.substring(0, second.length() - second.stripLeading().length());
        if (lines.stream().noneMatch(line -> line.contains("default_type "))) {
            lines.add(1, indent + "default_type application/json;");
        }
        if (!allowed) {
            lines.add(1, indent + "add_header " + ORIGIN + " * always;");
        }
        return Optional.of(new Edit(file.file(), location.line(), last, lines));
    }

    private static String mended(String line) {
        return CONTENT_TYPE
                .matcher(line.replaceFirst("location\\s+(?=/)", "location = "))
                .replaceFirst("default_type application/json;")
                .replaceFirst("(add_header\\s+" + ORIGIN + "\\s+[^\\s;]+)\\s*;", "$1 always;");
    }
}
