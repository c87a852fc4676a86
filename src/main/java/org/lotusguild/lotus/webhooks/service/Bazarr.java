package org.lotusguild.lotus.webhooks.service;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Bazarr, through Apprise: subtitles came. All it sends is one sentence. */
final class Bazarr {
    private static final int LONGEST = 1_000;
    private static final Pattern SENTENCE = Pattern.compile(
            "(?<item>.+) : (?<language>[^:]{1,60}?) [Ss]ubtitles (?:(?<verb>downloaded|upgraded|manually downloaded)"
                    + " from (?<provider>.{1,100}?) with a score of (?<score>[\\d.]{1,10})%\\.?|manually uploaded\\.?)");
    private static final Pattern EPISODE =
            Pattern.compile("(?<series>.+) - S(?<season>\\d+)E(?<number>\\d+)(?: - (?<title>.+))?");

    private final Facts payload;
    private final String sentence;

    private Bazarr(Facts payload) {
        this.payload = payload;
        this.sentence =
                Words.cut(payload.whole("message").replaceAll("\\s+", " ").strip(), LONGEST);
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        return Rendered.of(new Bazarr(new Facts(payload)).notice());
    }

    private Notice notice() {
        Matcher parts = SENTENCE.matcher(sentence);
        if (parts.matches()) {
            return subtitles(parts);
        }
        return payload.whole("title").toLowerCase(Locale.ROOT).contains("test")
                ? Trial.of(Service.BAZARR, Words.line(sentence))
                : unknown();
    }

    private static Notice subtitles(Matcher parts) {
        String verb = parts.group("verb") == null ? "manually uploaded" : parts.group("verb");
        String event = verb.startsWith("manually") ? "manual" : verb;
        String facts = parts.group("provider") == null
                ? ""
                : Words.joined(Words.known(parts.group("provider")), "score " + Words.line(parts.group("score")) + "%");
        String item = parts.group("item");
        Matcher episode = EPISODE.matcher(item);
        boolean series = episode.matches();
        Notice notice = titled(
                        event,
                        Level.OK,
                        Words.line(series ? subject(episode) : item),
                        Words.line(parts.group("language")) + " subtitles " + verb)
                .lines(Words.lines(facts));
        return series
                ? notice.correlation(Correlation.together(
                        Words.line(episode.group("series")) + " S" + Words.line(episode.group("season"))))
                : notice;
    }

    private static String subject(Matcher episode) {
        String place = episode.group("series") + " S" + episode.group("season") + "E" + episode.group("number");
        String title = episode.group("title");
        return title == null ? place : place + " “" + title.strip() + "”";
    }

    /** A sentence that nobody knows stands for itself: nothing is made up. */
    private Notice unknown() {
        String said = Words.line(sentence).replaceAll("\\.$", "");
        boolean failed = payload.whole("type").equals("failure");
        Notice notice = titled("message", failed ? Level.ERROR : Level.INFO, said.isEmpty() ? "Bazarr" : said, "");
        return said.isEmpty() ? notice.lines(Words.lines(payload.text("title"))) : notice;
    }

    private static Notice titled(String event, Level level, String subject, String happened) {
        String service = Service.BAZARR.key();
        return Notice.of(service, service + "." + event, level, "💬", subject, happened);
    }
}
