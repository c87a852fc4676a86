package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which service a payload comes from, told by what it holds. The order of the rules counts. */
public final class Detect {
    private static final Set<String> APPRISE = Set.of("info", "success", "warning", "failure");
    private static final Set<String> ARR_EVENTS = Set.of("health", "healthrestored", "applicationupdate", "test");
    private static final List<Service> ARRS = List.of(Service.SONARR, Service.RADARR, Service.READARR, Service.LIDARR);

    private record Rule(Service service, Predicate<Facts> fits) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Service.GRAFANA, p -> list(p, "alerts") && (p.has("groupLabels") || p.has("groupKey"))),
            new Rule(
                    Service.SONARR,
                    p -> event(p)
                            && any(p, "series", "episodes", "episodeFile", "episodeFiles", "renamedEpisodeFiles")),
            new Rule(Service.RADARR, p -> event(p) && any(p, "movie", "remoteMovie", "movieFile")),
            new Rule(Service.READARR, p -> event(p) && any(p, "author", "book", "books", "bookFile", "bookFiles")),
            new Rule(Service.LIDARR, Detect::lidarr),
            new Rule(
                    Service.UPTIME_KUMA,
                    p -> keys(p, "heartbeat", "monitor", "msg")
                            || KumaSentence.in(p).isPresent()),
            new Rule(Service.SEERR, p -> text(p, "notification_type") && text(p, "subject")),
            new Rule(
                    Service.OWNCAST,
                    p -> text(p, "type") && p.tree().path("eventData").isObject()),
            new Rule(Service.PROXMOX, p -> text(p, "title") && text(p, "message") && text(p, "severity")),
            new Rule(Service.PROXMOX, p -> gotify(p) && ProxmoxTitle.known(p)),
            new Rule(Service.BAZARR, p -> apprise(p) && bazarr(p)),
            new Rule(Service.TINKER_TICKETS, Detect::ticket),
            new Rule(Service.PROXMOX, p -> VzdumpTable.in(p).isPresent()));

    private Detect() {}

    /**
     * @param configured what the hook says; it is believed where the payload does not clearly come from somebody else
     * @param userAgent of the request, empty if it had none
     */
    public static Detected of(JsonNode payload, Optional<Service> configured, String userAgent) {
        Facts facts = new Facts(payload);
        Detected found = found(facts, userAgent);
        if (configured.isEmpty()) {
            return found;
        }
        Service wanted = configured.get();
        boolean believed = wanted == found.service() || (vague(found.service()) && fits(wanted, facts));
        return believed
                ? new Detected(wanted, Detected.How.CONFIGURED)
                : new Detected(found.service(), Detected.How.MISMATCH);
    }

    private static Detected found(Facts facts, String userAgent) {
        Optional<Service> named = RULES.stream()
                .filter(rule -> rule.fits().test(facts))
                .map(Rule::service)
                .findFirst()
                .or(() -> arr(facts, userAgent));
        if (named.isPresent()) {
            return new Detected(named.get(), Detected.How.KEYS);
        }
        if (text(facts, "text") || text(facts, "html") || facts.tree().isString()) {
            return new Detected(Service.MESSAGE, Detected.How.KEYS);
        }
        return new Detected(Service.GENERIC, apprise(facts) || gotify(facts) ? Detected.How.KEYS : Detected.How.CARD);
    }

    /** Whether the payload says nothing about who sent it. */
    private static boolean vague(Service found) {
        return found == Service.GENERIC || found == Service.MESSAGE || found == Service.ARR;
    }

    /** Whether a payload that says nothing may come from the service that the hook names. */
    private static boolean fits(Service wanted, Facts p) {
        return switch (wanted) {
            case GRAFANA -> list(p, "alerts");
            case SONARR, RADARR, READARR, LIDARR, ARR -> event(p);
            case UPTIME_KUMA -> text(p, "msg");
            case SEERR -> text(p, "notification_type");
            case OWNCAST -> text(p, "type");
            case PROXMOX -> text(p, "title") && text(p, "message");
            case BAZARR -> text(p, "message");
            case TINKER_TICKETS -> text(p, "event");
            case MESSAGE -> text(p, "text") || text(p, "html");
            case GENERIC -> true;
        };
    }

    private static boolean lidarr(Facts p) {
        return event(p)
                && (any(p, "artist", "album", "albums", "track", "tracks", "trackFile", "trackFiles")
                        || Set.of("DownloadFailure", "ImportFailure").contains(p.whole("eventType")));
    }

    /** What all four send alike. */
    private static Optional<Service> arr(Facts p, String userAgent) {
        if (!ARR_EVENTS.contains(p.whole("eventType").toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        Stream<String> hints = Stream.of(
                p.whole("wikiUrl").replaceFirst("^https?://[^/]*/", ""),
                p.whole("message"),
                p.whole("instanceName"),
                userAgent);
        return hints.flatMap(hint -> ARRS.stream().filter(one -> beginsWith(hint, one.key())))
                .findFirst()
                .or(() -> Optional.of(Service.ARR));
    }

    private static boolean beginsWith(String hint, String word) {
        return hint.regionMatches(true, 0, word, 0, word.length())
                && (hint.length() == word.length() || !Character.isLetter(hint.charAt(word.length())));
    }

    private static boolean bazarr(Facts p) {
        return beginsWith(p.whole("title"), "bazarr") || BazarrSentence.fits(p.whole("message"));
    }

    private static boolean ticket(Facts p) {
        String event = p.whole("event");
        return event.startsWith("ticket.") || (event.equals("ping") && p.has("delivery_id"));
    }

    static boolean gotify(Facts p) {
        return text(p, "title")
                && text(p, "message")
                && p.tree().path("priority").isNumber();
    }

    static boolean apprise(Facts p) {
        return text(p, "message") && APPRISE.contains(p.whole("type"));
    }

    private static boolean event(Facts p) {
        return text(p, "eventType");
    }

    private static boolean any(Facts p, String... names) {
        return Stream.of(names).anyMatch(p::has);
    }

    private static boolean keys(Facts p, String... names) {
        return Stream.of(names).allMatch(p.tree()::has);
    }

    private static boolean text(Facts p, String name) {
        return p.tree().path(name).isString();
    }

    private static boolean list(Facts p, String name) {
        return p.tree().path(name).isArray();
    }
}
