package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** What Sonarr, Radarr, Readarr and Lidarr have in common: all but the thing they speak of. */
final class Arr {
    private static final int MESSAGES = 3;
    private static final String PROWLARR = " (Prowlarr)";
    private static final String UPGRADE = "upgrade";

    private final Service service;
    private final Facts payload;
    private final Context context;
    private final Work work;
    private final String event;

    private Arr(Service service, Facts payload, Context context, Work work) {
        this.service = service;
        this.payload = payload;
        this.context = context;
        this.work = work;
        this.event = Words.dashed(payload.whole("eventType"));
    }

    static Rendered of(Service service, Facts payload, Context context, Work work) {
        Arr arr = new Arr(service, payload, context, work);
        return Rendered.of(arr.instance(arr.notice()));
    }

    /** Where nobody can say which of the four it is. */
    static Rendered any(JsonNode payload, Optional<Root> root, Context context) {
        return of(Service.ARR, new Facts(payload), context, Work.NONE);
    }

    private Notice notice() {
        return switch (event) {
            case "grab" -> grabbed();
            case "download" -> imported();
            case "download-failure" -> failed("download failed");
            case "import-failure" -> failed("import failed");
            case "manual-interaction-required" -> needsAPerson();
            case "health" -> health();
            case "health-restored" -> restored();
            case "series-add",
                    "series-added",
                    "movie-add",
                    "movie-added",
                    "artist-add",
                    "artist-added",
                    "author-add",
                    "author-added" -> added();
            case "series-delete", "movie-delete", "artist-delete", "album-delete", "author-delete", "book-delete" ->
                removed();
            case "episode-file-delete", "movie-file-delete", "book-file-delete", "track-file-delete" -> fileRemoved();
            case "rename" -> item("✏️", Level.NEUTRAL, renamed());
            case "retag" -> item("✏️", Level.NEUTRAL, "retagged");
            case "application-update" -> updated();
            case "test" -> Trial.of(service, "");
            default -> Card.unknown(service, payload.whole("eventType"), payload, context);
        };
    }

    private Notice grabbed() {
        Facts release = payload.at("release");
        return pictured(item("⬇️", Level.INFO, "grabbed"))
                .lines(Words.lines(Words.joined(
                        release.text("quality"),
                        Measures.size(release.count("size")),
                        indexer(release.text("indexer")),
                        payload.text("downloadClient"))))
                .correlation(key(Transition.OPEN));
    }

    private Notice imported() {
        boolean upgrade = payload.flag("isUpgrade");
        return pictured(item(upgrade ? "⬆️" : "✅", Level.OK, upgrade ? "upgraded" : "imported"))
                .lines(Words.lines(MediaFiles.of(payload).imported(payload, service == Service.LIDARR)))
                .correlation(key(Transition.CLOSE));
    }

    private Notice failed(String happened) {
        String release = payload.text("releaseTitle");
        String quality = payload.text("quality");
        return titled("❌", Level.ERROR, release.isEmpty() ? name() : release, happened)
                .lines(Words.lines(Words.joined(
                        quality.isEmpty() ? MediaFiles.of(payload).brief() : quality, payload.text("downloadClient"))))
                .links(links())
                .correlation(key(Transition.CLOSE));
    }

    private Notice needsAPerson() {
        Facts download = payload.at("downloadInfo");
        List<String> lines = new ArrayList<>(payload.items("downloadStatusMessages").stream()
                .flatMap(status -> status.items("messages").stream())
                .map(Facts::text)
                .filter(text -> !text.isEmpty())
                .limit(MESSAGES)
                .toList());
        lines.addAll(Words.lines(Words.joined(
                download.text("quality"), Measures.size(download.count("size")), payload.text("downloadClient"))));
        Optional<Link> queue = Work.application(service, payload, "/activity/", "queue");
        return pictured(item("✋", Level.WARNING, "needs a manual import"))
                .lines(lines)
                .links(queue.map(link -> List.of(new Link("Queue", link.to()))).orElseGet(this::links))
                .correlation(key(Transition.UPDATE));
    }

    private Notice health() {
        String level = payload.text("level").toLowerCase(Locale.ROOT);
        return switch (level) {
            case "error" -> health("❌", Level.ERROR, level).correlation(healthKey(Transition.OPEN));
            case "warning" -> health("⚠️", Level.WARNING, level).correlation(healthKey(Transition.OPEN));
            case "ok" -> health("✅", Level.OK, level).correlation(healthKey(Transition.CLOSE));
            default ->
                health("ℹ️", Level.INFO, level.isEmpty() ? "notice" : level).correlation(healthKey(Transition.OPEN));
        };
    }

    private Notice restored() {
        return health("✅", Level.OK, "solved").correlation(healthKey(Transition.CLOSE));
    }

    private Notice health(String emoji, Level level, String happened) {
        String message = payload.text("message").replace(PROWLARR, "").replaceAll("\\.$", "");
        return titled(emoji, level, message.isEmpty() ? service.title() : message, happened)
                .links(payload.link("wikiUrl").map(to -> new Link("Wiki", to)).stream()
                        .toList());
    }

    private Correlation healthKey(Transition transition) {
        return Correlation.of(
                "health:"
                        + String.join(":", payload.text("instanceName"), payload.text("type"), payload.text("message")),
                transition);
    }

    private Notice added() {
        String how = switch (payload.text("addMethod").toLowerCase(Locale.ROOT)) {
            case "list" -> " from a list";
            case "collection" -> " from a collection";
            default -> "";
        };
        return pictured(item("➕", Level.INFO, "added" + how)).lines(Words.lines(work.overview()));
    }

    private Notice removed() {
        boolean told = payload.has("deletedFiles");
        boolean deleted =
                payload.flag("deletedFiles") || !payload.items("deletedFiles").isEmpty();
        String size = Measures.size(payload.count("movieFolderSize"));
        String files = deleted ? Words.joined("Files deleted", size) : told ? "Files kept" : "";
        return item("🗑️", Level.WARNING, "removed").lines(Words.lines(files));
    }

    private Notice fileRemoved() {
        String reason = Words.dashed(payload.text("deleteReason"));
        Notice notice = reason.equals(UPGRADE)
                ? Notice.of(service.key(), name(event + "-" + UPGRADE), Level.WARNING, "🗑️", name(), "file removed")
                : titled("🗑️", Level.WARNING, name(), "file removed");
        boolean says = !reason.isEmpty() && !reason.equals("manual") && !reason.equals(UPGRADE);
        Notice whole = notice.lines(Words.lines(MediaFiles.of(payload).brief()))
                .fields(says ? List.of(new Field("Reason", reason.replace('-', ' '))) : List.of())
                .links(links());
        return work.maker()
                .map(maker -> whole.correlation(Correlation.together(maker)))
                .orElse(whole);
    }

    private String renamed() {
        long files =
                List.of("renamedEpisodeFiles", "renamedMovieFiles", "renamedBookFiles", "renamedTrackFiles").stream()
                        .mapToLong(name -> payload.items(name).size())
                        .sum();
        return files == 0 ? "files renamed" : Words.count(files, "file") + " renamed";
    }

    private Notice updated() {
        String version = payload.text("newVersion");
        String app = service == Service.ARR ? payload.text("instanceName") : service.title();
        return titled(
                        "🆕",
                        Level.INFO,
                        app.isEmpty() ? service.title() : app,
                        version.isEmpty() ? "updated" : "updated to " + version)
                .lines(Words.lines(Words.after("From ", payload.text("previousVersion"))));
    }

    private Notice item(String emoji, Level level, String happened) {
        return titled(emoji, level, name(), happened).links(links());
    }

    private Notice titled(String emoji, Level level, String subject, String happened) {
        return Notice.of(service.key(), name(event), level, emoji, subject, happened);
    }

    private String name(String happening) {
        return service.key() + "." + happening;
    }

    private String name() {
        String release = payload.text("release", "releaseTitle");
        return !work.name().isEmpty() ? work.name() : !release.isEmpty() ? release : service.title();
    }

    private Notice pictured(Notice notice) {
        return notice.image(work.image());
    }

    private List<Link> links() {
        return work.pages().chosen(context.preferApplication());
    }

    /** What the download client calls it; a manual import has no such name, and then the work itself is the thing. */
    private Correlation key(Transition transition) {
        String id = payload.text("downloadId");
        Correlation key = Correlation.of(id.isEmpty() ? "work:" + name() : id, transition);
        return work.maker().map(key::group).orElse(key);
    }

    /** An instance that somebody gave a name of its own is one of several. */
    private Notice instance(Notice notice) {
        String name = payload.text("instanceName");
        if (name.isEmpty() || name.equalsIgnoreCase(service.title()) || service == Service.ARR) {
            return notice;
        }
        List<Field> fields = new ArrayList<>(notice.fields());
        fields.add(new Field("Instance", name));
        return notice.fields(fields);
    }

    private static String indexer(String name) {
        return name.endsWith(PROWLARR) ? name.substring(0, name.length() - PROWLARR.length()) : name;
    }
}
