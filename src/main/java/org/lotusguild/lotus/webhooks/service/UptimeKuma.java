package org.lotusguild.lotus.webhooks.service;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** Uptime Kuma: a monitor is down, up again, or its certificate or domain runs out. */
final class UptimeKuma {
    private static final String SERVICE = Service.UPTIME_KUMA.key();
    private static final int SOON = 7;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSS]", Locale.ROOT);
    private static final Pattern CERTIFICATE = Pattern.compile(
            "\\[(.{1,500}?)]\\[([^\\]]*)] (.{1,100}?) certificate (.{1,500}?) will expire in (\\d{1,6}) days?.*",
            Pattern.DOTALL);
    private static final Pattern DOMAIN =
            Pattern.compile("Domain name (\\S{1,500}) will expire in (\\d{1,6}) days?.*", Pattern.DOTALL);
    private static final String TEST = "Testing";

    private final Facts payload;
    private final Optional<Root> root;
    private final Context context;

    private UptimeKuma(Facts payload, Optional<Root> root, Context context) {
        this.payload = payload;
        this.root = root;
        this.context = context;
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        return Rendered.of(new UptimeKuma(new Facts(payload), root, context).notice());
    }

    private Notice notice() {
        if (payload.at("heartbeat").tree().isObject()) {
            return switch (payload.text("heartbeat", "status")) {
                case "0" -> down();
                case "1" -> up();
                case "2" -> titled("pending", Level.WARNING, "🟠", "pending").correlation(key(Transition.UPDATE));
                case "3" ->
                    titled("maintenance", Level.NEUTRAL, "🔧", "in maintenance").correlation(key(Transition.UPDATE));
                default -> Card.unknown(Service.UPTIME_KUMA, "heartbeat", payload.at("heartbeat"), context);
            };
        }
        return KumaSentence.in(payload).map(this::sentence).orElseGet(this::withoutBeat);
    }

    private Notice down() {
        boolean still =
                payload.at("heartbeat", "important").tree().isBoolean() && !payload.flag("heartbeat", "important");
        Notice notice = still
                ? titled("still-down", Level.ERROR, "🔴", "still down" + since())
                        .correlation(key(Transition.UPDATE))
                : titled("down", Level.ERROR, "🔴", "down").correlation(key(Transition.OPEN));
        return notice.lines(Words.lines(Words.lastLine(payload.whole("heartbeat", "msg"))))
                .fields(fields())
                .links(links());
    }

    private String since() {
        return root.map(open -> Measures.duration(Duration.between(open.opened(), context.receivedAt())))
                .map(time -> Words.after(" after ", time))
                .orElse("");
    }

    private Notice up() {
        String ping = Words.known(payload.whole("heartbeat", "ping"));
        String answer = Words.joined(
                Words.known(Words.lastLine(payload.whole("heartbeat", "msg"))), ping.isEmpty() ? "" : ping + " ms");
        return titled("up", Level.OK, "🟢", "up again" + Words.after(" after ", outage()))
                .correlation(key(Transition.CLOSE))
                .lines(Words.lines(answer))
                .links(links());
    }

    private String outage() {
        Optional<Instant> from = time("lastDownTime");
        Optional<Instant> to = time("time");
        return from.isPresent() && to.isPresent() ? Measures.duration(Duration.between(from.get(), to.get())) : "";
    }

    /** Kuma's times are of UTC and say so nowhere. */
    private Optional<Instant> time(String name) {
        try {
            return Optional.of(
                    LocalDateTime.parse(payload.whole("heartbeat", name), TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private Notice titled(String event, Level level, String emoji, String happened) {
        return Notice.of(SERVICE, SERVICE + "." + event, level, emoji, name(), happened);
    }

    private String name() {
        String name = payload.text("monitor", "name");
        return name.isEmpty() ? "Monitor" : name;
    }

    private Correlation key(Transition transition) {
        String id = payload.text("heartbeat", "monitorID");
        return Correlation.of(id.isEmpty() ? name() : id, transition).group("monitors");
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        add(fields, "Group", group());
        add(fields, "Tags", String.join(", ", Words.five(tags())));
        long retries = payload.count("heartbeat", "retries");
        add(fields, "Retries", retries > 0 ? String.valueOf(retries) : "");
        add(fields, "Host", links().isEmpty() ? host() : "");
        return fields;
    }

    private static void add(List<Field> fields, String label, String value) {
        if (!value.isEmpty()) {
            fields.add(new Field(label, value));
        }
    }

    private String group() {
        String path = payload.text("monitor", "pathName");
        int last = path.lastIndexOf(" / ");
        return last < 0 ? "" : path.substring(0, last);
    }

    private List<String> tags() {
        return payload.items("monitor", "tags").stream()
                .map(tag -> Words.lines(tag.text("name"), tag.text("value")))
                .map(parts -> String.join(": ", parts))
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private String host() {
        String host = payload.text("monitor", "hostname");
        String port = payload.text("monitor", "port");
        return host.isEmpty() || port.isEmpty() ? host : host + ":" + port;
    }

    private List<Link> links() {
        return payload.link("monitor", "url").map(to -> new Link("Monitor", to)).stream()
                .toList();
    }

    private Notice sentence(KumaSentence said) {
        Notice notice = said.up()
                ? Notice.of(SERVICE, SERVICE + ".up", Level.OK, "🟢", Words.line(said.name()), "up again")
                : Notice.of(SERVICE, SERVICE + ".down", Level.ERROR, "🔴", Words.line(said.name()), "down");
        return notice.lines(Words.lines(Words.lastLine(said.reason())))
                .correlation(Correlation.of(Words.line(said.name()), said.up() ? Transition.CLOSE : Transition.OPEN)
                        .group("monitors"));
    }

    private Notice withoutBeat() {
        String said = payload.whole("msg").strip();
        Matcher certificate = CERTIFICATE.matcher(said);
        if (certificate.matches()) {
            return certificate(certificate);
        }
        Matcher domain = DOMAIN.matcher(said);
        if (domain.matches()) {
            String name = Words.line(domain.group(1));
            return expires("domain", "🌐", name, domain.group(2))
                    .correlation(Correlation.of("domain:" + name, Transition.UPDATE));
        }
        if (said.endsWith(TEST)) {
            return Trial.of(Service.UPTIME_KUMA, Words.line(said));
        }
        return Notice.of(SERVICE, SERVICE + ".message", Level.INFO, "ℹ️", Words.line(context.hook()), Words.line(said));
    }

    private Notice certificate(Matcher match) {
        String monitor = Words.line(match.group(1));
        String name = Words.line(match.group(4));
        return expires("certificate", "🔐", monitor, match.group(5))
                .lines(List.of(Words.capital(Words.line(match.group(3))) + " certificate " + name))
                .links(Links.to(match.group(2)).map(to -> new Link("Monitor", to)).stream()
                        .toList())
                .correlation(Correlation.of("cert:" + monitor + ":" + name, Transition.UPDATE));
    }

    private static Notice expires(String what, String emoji, String subject, String days) {
        long left = Long.parseLong(days);
        return Notice.of(
                SERVICE,
                SERVICE + "." + what,
                left <= SOON ? Level.ERROR : Level.WARNING,
                emoji,
                subject,
                what + " expires in " + Words.count(left, "day"));
    }
}
