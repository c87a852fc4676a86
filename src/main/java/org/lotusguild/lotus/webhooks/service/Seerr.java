package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** Seerr, Overseerr and Jellyseerr: who wants to see what, and what is wrong with it. */
final class Seerr {
    private static final String NUMBER = "\\d{1,12}";
    private static final Map<String, String> KINDS =
            Map.of("VIDEO", "video ", "AUDIO", "audio ", "SUBTITLE", "subtitle ", "SUBTITLES", "subtitle ");

    private final Facts payload;
    private final Context context;
    private final String type;

    private Seerr(Facts payload, Context context) {
        this.payload = payload;
        this.context = context;
        this.type = payload.whole("notification_type");
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Seerr seerr = new Seerr(new Facts(payload), context);
        Rendered rendered = Rendered.of(seerr.notice());
        String user = seerr.user();
        boolean there = seerr.type.equals("MEDIA_AVAILABLE") && !seerr.partly() && !user.isEmpty();
        return there ? rendered.requester(user) : rendered;
    }

    private Notice notice() {
        return switch (type) {
            case "MEDIA_PENDING" -> requested(Words.after("by ", user()));
            case "MEDIA_AUTO_REQUESTED" -> requested(("automatically " + Words.after("for ", user())).strip());
            case "MEDIA_APPROVED" -> request("👍", Level.INFO, "approved", Transition.UPDATE);
            case "MEDIA_AUTO_APPROVED" -> request("👍", Level.INFO, "approved automatically", Transition.UPDATE);
            case "MEDIA_AVAILABLE" -> available();
            case "MEDIA_DECLINED" -> request("🚫", Level.WARNING, "declined", Transition.CLOSE);
            case "MEDIA_FAILED" -> request("❌", Level.ERROR, "could not be requested", Transition.CLOSE);
            case "ISSUE_CREATED" -> issue("reported");
            case "ISSUE_REOPENED" -> issue("reopened");
            case "ISSUE_COMMENT" -> comment();
            case "ISSUE_RESOLVED" ->
                keyed(titled("✅", Level.OK, subject() + place(), kind() + "issue solved"), "issue", Transition.CLOSE)
                        .links(links("issues", issue()));
            case "TEST_NOTIFICATION" -> Trial.of(Service.SEERR, payload.text("message"));
            default -> Card.unknown(Service.SEERR, type, payload, context);
        };
    }

    private Notice requested(String how) {
        String what = "requested" + (in4k() ? " in 4K" : "");
        return keyed(titled("📝", Level.INFO, subject(), (what + " " + how).strip()), "request", Transition.OPEN)
                .lines(Words.lines(payload.text("message"), seasons()))
                .links(media())
                .image(payload.link("image"));
    }

    private Notice available() {
        return partly()
                ? request("🎉", Level.OK, "partly available", Transition.UPDATE)
                : request("🎉", Level.OK, "available now", Transition.CLOSE).image(payload.link("image"));
    }

    private Notice request(String emoji, Level level, String happened, Transition transition) {
        return keyed(titled(emoji, level, subject(), happened), "request", transition)
                .lines(Words.lines(Words.joined(Words.after("Requested by ", user()), seasons())))
                .links(media());
    }

    private Notice issue(String happened) {
        String who = payload.text("issue", "reportedBy_username");
        String what = kind() + "issue " + happened + Words.after(" by ", who);
        return keyed(titled("🐞", Level.WARNING, subject() + place(), what), "issue", Transition.OPEN)
                .lines(Words.lines(payload.text("message")))
                .links(links("issues", issue()))
                .image(payload.link("image"));
    }

    /** The message is the first report, which stands above it in the thread. */
    private Notice comment() {
        String who = payload.text("comment", "commentedBy_username");
        return keyed(
                        titled("💬", Level.NEUTRAL, subject(), "comment" + Words.after(" by ", who)),
                        "issue",
                        Transition.THREAD)
                .lines(Words.lines(payload.text("comment", "comment_message")))
                .links(links("issues", issue()));
    }

    private Notice titled(String emoji, Level level, String subject, String happened) {
        String service = Service.SEERR.key();
        return Notice.of(service, service + "." + Words.dashed(type), level, emoji, subject, happened);
    }

    private Notice keyed(Notice notice, String thing, Transition transition) {
        String id = payload.text(thing, thing + "_id");
        return id.isEmpty() ? notice : notice.correlation(Correlation.of(thing + ":" + id, transition));
    }

    private String subject() {
        String subject = payload.text("subject");
        return subject.isEmpty() ? "Something" : subject;
    }

    private String user() {
        return payload.text("request", "requestedBy_username");
    }

    private String seasons() {
        return Words.after("Seasons ", extra("Requested Seasons"));
    }

    private boolean in4k() {
        return payload.text("event").contains("4K")
                || !payload.text("media", "status4k").isEmpty();
    }

    private boolean partly() {
        String status = payload.text("event").contains("4K") ? "status4k" : "status";
        return payload.whole("media", status).equals("PARTIALLY_AVAILABLE");
    }

    private String kind() {
        return KINDS.getOrDefault(payload.whole("issue", "issue_type").toUpperCase(Locale.ROOT), "");
    }

    /** {@code " S02E04"}, {@code " S02"}, or nothing. */
    private String place() {
        String season = extra("Affected Season");
        String episode = extra("Affected Episode");
        if (!season.matches("\\d{1,5}")) {
            return "";
        }
        long number = Long.parseLong(season);
        return " "
                + (episode.matches("\\d{1,5}")
                        ? Episodes.place(number, Long.parseLong(episode))
                        : Episodes.season(number));
    }

    private String extra(String name) {
        return payload.items("extra").stream()
                .filter(extra -> extra.whole("name").equals(name))
                .map(extra -> extra.text("value"))
                .findFirst()
                .orElse("");
    }

    private String issue() {
        return payload.whole("issue", "issue_id");
    }

    private List<Link> media() {
        return links(kindOfMedia(), payload.whole("media", "tmdbId"));
    }

    /** Of the guild's own server where its address is known, else the public page. */
    private List<Link> links(String path, String id) {
        Optional<Link> own = Optional.ofNullable(context.links().get(Service.SEERR.key()))
                .map(address -> address.toString().replaceAll("/{1,10}$", "") + "/" + path + "/")
                .flatMap(address -> Work.page(Service.SEERR.title(), address, id, NUMBER));
        return own
                .or(() -> Work.page(
                        "TMDb",
                        "https://www.themoviedb.org/" + kindOfMedia() + "/",
                        payload.whole("media", "tmdbId"),
                        NUMBER))
                .stream()
                .toList();
    }

    private String kindOfMedia() {
        return payload.whole("media", "media_type").equals("tv") ? "tv" : "movie";
    }
}
