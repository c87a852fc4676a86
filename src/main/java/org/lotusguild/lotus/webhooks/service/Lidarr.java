package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Lidarr: artists and their albums. */
final class Lidarr {
    private static final String ID = "[0-9a-fA-F-]{36}";

    private Lidarr() {}

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        Facts artist = facts.at("artist");
        List<Facts> albums = Work.things(facts, "album", "albums");
        String name = artist.text("name");
        Optional<Facts> album = albums.size() == 1 ? Optional.of(albums.getFirst()) : Optional.empty();
        Work work = new Work(
                Work.by(name, albums.stream().map(one -> one.text("title")).toList(), "albums"),
                Work.maker(name),
                new Work.Pages(
                        album.flatMap(one -> page("release-group/", one)).or(() -> page("artist/", artist)),
                        album.flatMap(one -> own(facts, "/album/", one)).or(() -> own(facts, "/artist/", artist))),
                album.flatMap(Work::image).or(() -> Work.image(artist)),
                albums.isEmpty() ? artist.text("overview") : "");
        return Arr.of(Service.LIDARR, facts, context, work);
    }

    private static Optional<Link> page(String kind, Facts thing) {
        return Work.page("MusicBrainz", "https://musicbrainz.org/" + kind, thing.whole("mbId"), ID);
    }

    private static Optional<Link> own(Facts payload, String path, Facts thing) {
        return Work.application(Service.LIDARR, payload, path, thing.whole("mbId"));
    }
}
