package org.lotusguild.lotus.webhooks.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** Owncast: a stream begins and ends, and what its viewers say and do. */
final class Owncast {
    private static final String LIVE = "live";
    private static final String CHAT = "chat:";
    /** What is said in one title; more stands below it. */
    private static final int SAID = 90;

    private static final Pattern BEFORE = Pattern.compile("(\\d{1,4})-(minute|hour|day)-warning");

    private final Facts data;
    private final Optional<Root> root;
    private final Context context;
    private final String type;

    private Owncast(Facts payload, Optional<Root> root, Context context) {
        this.data = payload.at("eventData");
        this.root = root;
        this.context = context;
        this.type = payload.whole("type");
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Owncast owncast = new Owncast(new Facts(payload), root, context);
        return Rendered.of(owncast.notice()).best(owncast.viewers());
    }

    private Notice notice() {
        return switch (type) {
            case "STREAM_STARTED" -> live().correlation(Correlation.of(LIVE, Transition.OPEN));
            case "STREAM_TITLE_UPDATED" ->
                live().correlation(Correlation.of(LIVE, Transition.UPDATE).quietly());
            case "STREAM_STOPPED" -> stopped();
            case "CHAT" -> chat();
            case "VISIBILITY-UPDATE" -> visibility();
            case "USER_JOINED" -> viewer(name(), "joined");
            case "USER_PARTED" -> viewer(name(), "left");
            case "NAME_CHANGE" -> renamed();
            case "FEDIVERSE_ENGAGEMENT_FOLLOW" ->
                titled(Level.INFO, "🐘", follower(), "follows from the fediverse")
                        .links(links());
            default ->
                type.startsWith("SCHEDULED_") || data.at("event").tree().isObject()
                        ? scheduled()
                        : Card.unknown(Service.OWNCAST, type, data, context);
        };
    }

    private Notice live() {
        return titled(Level.INFO, "🔴", server(), "live" + Words.after(": ", title()))
                .lines(Words.lines(data.text("summary")))
                .links(links());
    }

    private Notice stopped() {
        long best = Math.max(viewers(), root.map(Root::best).orElse(0L));
        String viewers = best > 0 ? "Up to " + Words.count(best, "viewer") : "";
        return titled(Level.NEUTRAL, "⏹️", server(), "stream ended" + Words.after(" after ", duration()))
                .lines(Words.lines(Words.joined(title(), viewers)))
                .links(links())
                .correlation(Correlation.of(LIVE, Transition.CLOSE));
    }

    private String duration() {
        Optional<Instant> from = data.time("status", "lastConnectTime");
        Optional<Instant> to = data.time("status", "lastDisconnectTime");
        return from.isPresent() && to.isPresent() ? Measures.duration(Duration.between(from.get(), to.get())) : "";
    }

    private Notice scheduled() {
        Facts event = data.at("event");
        String action = data.text("action");
        Matcher before = BEFORE.matcher(action);
        String name = event.text("name").isEmpty() ? "Stream" : event.text("name");
        if (before.matches()) {
            String in = "in " + Words.count(Long.parseLong(before.group(1)), before.group(2));
            return scheduled(name, in, Transition.OPEN).lines(Words.lines(event.text("reminderMessage")));
        }
        return switch (action) {
            case "started" -> scheduled(name, "has begun", Transition.UPDATE);
            case "ended" -> scheduled(name, "is over", Transition.CLOSE);
            default -> scheduled(name, action.isEmpty() ? "scheduled" : action.replace('-', ' '), Transition.UPDATE);
        };
    }

    private Notice scheduled(String name, String happened, Transition transition) {
        String id = data.text("event", "id");
        Notice notice = titled(Level.INFO, "📅", name, happened).links(links());
        return id.isEmpty() ? notice : notice.correlation(Correlation.of("event:" + id, transition));
    }

    /** A person speaking: no dash, nothing happened. */
    private Notice chat() {
        String raw = data.whole("rawBody");
        String said = Words.line(raw.isEmpty() ? data.whole("body").replaceAll("<[^>]{0,1000}>", " ") : raw);
        boolean brief = said.codePointCount(0, said.length()) <= SAID;
        return titled(Level.NEUTRAL, "💬", brief ? name() + ": " + said : name(), "")
                .lines(brief ? List.of() : List.of(said))
                .correlation(chatKey(data.text("id")));
    }

    private static Correlation chatKey(String id) {
        return id.isEmpty()
                ? Correlation.of(LIVE, Transition.THREAD)
                : Correlation.of(key(id), Transition.OPEN).in(LIVE);
    }

    private static String key(String id) {
        return CHAT + id.replace(' ', '-');
    }

    private Notice visibility() {
        boolean hidden = data.has("visible") && !data.flag("visible");
        List<String> keys = data.texts("ids").stream().map(Owncast::key).toList();
        return titled(Level.NEUTRAL, "💬", server(), hidden ? "messages hidden" : "messages shown")
                .correlation(Correlation.redact(hidden ? keys : List.of()));
    }

    private Notice viewer(String name, String happened) {
        return titled(Level.NEUTRAL, "👤", name, happened).correlation(Correlation.of(LIVE, Transition.THREAD));
    }

    /** Some versions send the user with the new name already. */
    private Notice renamed() {
        String now = data.text("newName");
        String before = data.texts("user", "previousNames").stream()
                .filter(name -> !name.equals(now))
                .reduce((_, last) -> last)
                .orElseGet(this::name);
        return viewer(before, now.isEmpty() ? "has a new name" : "is now " + now);
    }

    private String name() {
        String name = data.text("user", "displayName");
        return name.isEmpty() ? "Somebody" : name;
    }

    /** Never the handle: it reads like an e-mail address. */
    private String follower() {
        return List.of(data.text("name"), data.text("user", "displayName"), data.text("username")).stream()
                .map(name ->
                        name.replaceAll("^@", "").replaceAll("@.{0,300}$", "").strip())
                .filter(name -> !name.isEmpty() && !name.contains("(e-mail)"))
                .findFirst()
                .orElse("Somebody");
    }

    private String server() {
        String name = data.text("name");
        return name.isEmpty() ? root.map(open -> open.shown().subject()).orElse("Stream") : name;
    }

    private String title() {
        String title = data.text("streamTitle");
        return title.isEmpty() ? data.text("status", "streamTitle") : title;
    }

    private long viewers() {
        return Math.max(0, data.count("status", "sessionMaxViewerCount"));
    }

    private List<Link> links() {
        return data.link("serverURL").map(to -> new Link("Watch", to)).stream().toList();
    }

    private Notice titled(Level level, String emoji, String subject, String happened) {
        String service = Service.OWNCAST.key();
        return Notice.of(service, service + "." + Words.dashed(type), level, emoji, subject, happened);
    }
}
