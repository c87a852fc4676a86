package org.lotusguild.lotus.webhooks.service;

import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Sonarr: series and their episodes. */
final class Sonarr {
    private Sonarr() {}

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        Facts series = facts.at("series");
        String title = series.text("title");
        Work work = new Work(
                Episodes.of(title, facts.items("episodes")).strip(),
                Work.maker(title),
                new Work.Pages(
                        page(series), Work.application(Service.SONARR, facts, "/series/", series.whole("titleSlug"))),
                Work.image(series),
                series.text("overview"));
        return Arr.of(Service.SONARR, facts, context, work);
    }

    private static Optional<Link> page(Facts series) {
        return Work.imdb(series)
                .or(() -> Work.page("TMDb", "https://www.themoviedb.org/tv/", series.whole("tmdbId"), "\\d{1,12}"))
                .or(() -> Work.page(
                        "TVDB", "https://www.thetvdb.com/dereferrer/series/", series.whole("tvdbId"), "\\d{1,12}"));
    }
}
