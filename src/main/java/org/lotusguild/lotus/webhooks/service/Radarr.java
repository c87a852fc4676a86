package org.lotusguild.lotus.webhooks.service;

import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Radarr: films. */
final class Radarr {
    private static final String NUMBER = "\\d{1,12}";

    private Radarr() {}

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        Facts movie = facts.at(facts.has("movie") ? "movie" : "remoteMovie");
        long year = movie.count("year");
        String title = movie.text("title");
        Work work = new Work(
                title.isEmpty() || year <= 0 ? title : title + " (" + year + ")",
                Optional.empty(),
                new Work.Pages(page(movie), Work.application(Service.RADARR, facts, "/movie/", movie.whole("tmdbId"))),
                Work.image(movie),
                movie.text("overview"));
        return Arr.of(Service.RADARR, facts, context, work);
    }

    private static Optional<Link> page(Facts movie) {
        return Work.imdb(movie)
                .or(() -> Work.page("TMDb", "https://www.themoviedb.org/movie/", movie.whole("tmdbId"), NUMBER));
    }
}
