package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.IniFile.Entry;
import org.lotusguild.lotus.stack.facts.Kind;

/** The units of LiveKit and of the service that lets people into its rooms. */
final class LiveKitUnits {
    private static final Pattern VARIABLE = Pattern.compile("\"([A-Z0-9_]+)=([^\"]*)\"|([A-Z0-9_]+)=(\\S*)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|sec|min|m|h)?");
    private static final String OPEN = "LIVEKIT_FULL_ACCESS_HOMESERVERS";
    private static final String INSECURE = "LIVEKIT_INSECURE_SKIP_VERIFY_TLS";
    private static final String KEY = "LIVEKIT_KEY";
    private static final String SECRET = "LIVEKIT_SECRET";

    /** What systemd does when nothing is written, in milliseconds: five starts in ten seconds. */
    private static final long USUAL_INTERVAL = 10_000;

    private static final long USUAL_BURST = 5;
    private static final long USUAL_PAUSE = 100;

    static final List<Check> CHECKS = List.of(
            Check.of(
                            "LK-007",
                            CRITICAL,
                            "The authorization service lets strangers make calls, or cannot let anybody in")
                    .on(Kind.UNIT)
                    .passes(OPEN + " names servers, TLS is verified, and the key pair is one of LiveKit's")
                    .because(
                            "without it users of every server may make rooms on this SFU; with another key pair LiveKit refuses every token")
                    .source("lk-jwt-service, README: the default is *")
                    .run(LiveKitUnits::authorization),
            Check.of("LK-009", MEDIUM, "Nobody notices when LiveKit refuses its configuration")
                    .on(Kind.UNIT)
                    .passes("Restart=always, with a start limit that is met when the program ends at once")
                    .because(
                            "a refused configuration ends with exit code 0: on-failure neither restarts nor raises an alarm")
                    .source("measured with 1.11.0; systemd.service(5), Restart; systemd.unit(5), StartLimitBurst")
                    .run(LiveKitUnits::restarts));

    private LiveKitUnits() {}

    private record Variable(Entry entry, String value) {}

    private static Map<String, Variable> environment(IniFile unit) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        unit.all("Service", "Environment").forEach(entry -> {
            Matcher parts = VARIABLE.matcher(entry.value());
            while (parts.find()) {
                boolean quoted = parts.group(1) != null;
                variables.put(
                        quoted ? parts.group(1) : parts.group(3),
                        new Variable(entry, quoted ? parts.group(2) : parts.group(4)));
            }
        });
        return variables;
    }

    private static boolean starts(IniFile unit, String program) {
        return unit.all("Service", "ExecStart").anyMatch(entry -> entry.value().contains(program));
    }

    private static Stream<Finding> authorization(Facts facts) {
        return facts.ini(Kind.UNIT).stream()
                .filter(unit ->
                        starts(unit, "lk-jwt-service") || environment(unit).containsKey(SECRET))
                .flatMap(unit -> authorization(facts, unit));
    }

    private static Stream<Finding> authorization(Facts facts, IniFile unit) {
        Map<String, Variable> variables = environment(unit);
        boolean elsewhere = unit.last("Service", "EnvironmentFile").isPresent();
        List<Finding> found = new ArrayList<>();
        Variable open = variables.get(OPEN);
        if (open == null && !elsewhere) {
            found.add(failed(unit.missing(OPEN), "not set, which means * (everybody)", OPEN + "= the own server name"));
        } else if (open != null && List.of(open.value().split("[,\\s]+")).contains("*")) {
            found.add(failed(unit.at(open.entry()), OPEN + "=*", OPEN + "= the own server name"));
        }
        Variable insecure = variables.get(INSECURE);
        if (insecure != null && !insecure.value().isEmpty()) {
            found.add(failed(unit.at(insecure.entry()), INSECURE + "=" + insecure.value(), "remove the line"));
        }
        strangeKey(facts, unit, variables).ifPresent(found::add);
        return found.stream();
    }

    /** Only where LiveKit's own keys are among the files. */
    private static Optional<Finding> strangeKey(Facts facts, IniFile unit, Map<String, Variable> variables) {
        Variable key = variables.get(KEY);
        Variable secret = variables.get(SECRET);
        List<YamlEntry> pairs = facts.yaml(Kind.LIVEKIT).stream()
                .flatMap(file -> file.entries("keys").stream())
                .toList();
        if (key == null || secret == null || pairs.isEmpty()) {
            return Optional.empty();
        }
        boolean known = pairs.stream()
                .anyMatch(pair -> pair.key().equals(key.value())
                        && pair.value().text().filter(secret.value()::equals).isPresent());
        return known
                ? Optional.empty()
                : Optional.of(failed(
                        unit.at(key.entry()), "a key pair that LiveKit does not have", "the pair of LiveKit's keys"));
    }

    private static Stream<Finding> restarts(Facts facts) {
        return facts.ini(Kind.UNIT).stream()
                .filter(unit -> starts(unit, "livekit-server"))
                .flatMap(unit -> restarts(unit).stream());
    }

    private static Optional<Finding> restarts(IniFile unit) {
        Optional<Entry> restart = unit.last("Service", "Restart");
        String policy = restart.map(Entry::value).orElse("no");
        if (!policy.equals("always")) {
            Finding.Failed finding = failed(
                    restart.map(unit::at).orElseGet(() -> unit.missing("Restart")),
                    "Restart=" + policy,
                    "Restart=always");
            return Optional.of(Edits.with(
                    finding, restart.flatMap(entry -> Edits.swap(unit, entry.line(), "Restart", policy, "always"))));
        }
        return limited(unit)
                ? Optional.empty()
                : Optional.of(failed(
                        restart.map(unit::at).orElseGet(() -> unit.missing("Restart")),
                        "Restart=always, and a start limit that is never met",
                        "StartLimitIntervalSec=60 and StartLimitBurst=5 in [Unit]"));
    }

    /** Whether as many starts as the limit allows fit into its interval, with the pause between them. */
    private static boolean limited(IniFile unit) {
        long interval = millis(unit, "Unit", "StartLimitIntervalSec", USUAL_INTERVAL);
        long burst = unit.last("Unit", "StartLimitBurst")
                .map(Entry::value)
                .filter(value -> value.matches("\\d{1,9}"))
                .map(Long::valueOf)
                .orElse(USUAL_BURST);
        long pause = millis(unit, "Service", "RestartSec", USUAL_PAUSE);
        return interval > burst * pause;
    }

    private static long millis(IniFile unit, String section, String key, long usual) {
        OptionalLong time = unit.last(section, key)
                .map(Entry::value)
                .map(LiveKitUnits::millis)
                .orElse(OptionalLong.empty());
        return time.orElse(usual);
    }

    private static OptionalLong millis(String text) {
        Matcher parts = TIME.matcher(text.strip());
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (Optional.ofNullable(parts.group(2)).orElse("s")) {
            case "ms" -> 1;
            case "min", "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1000;
        };
        return OptionalLong.of(Long.parseLong(parts.group(1)) * unit);
    }
}
