package org.lotusguild.lotus.webhooks.service;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Link;

/**
 * A film, an episode, a book or an album: what Sonarr and its sisters speak of.
 *
 * @param name as people read it; empty where the payload tells of none
 * @param maker whose works stand together in one message: a series, an artist, an author
 * @param pages the public page first, then the one of the service
 * @param overview what it is about
 */
record Work(String name, Optional<String> maker, Pages pages, Optional<URI> image, String overview) {

    /** @param application the page of the service itself */
    record Pages(Optional<Link> page, Optional<Link> application) {

        /** The one to show; the other where that is not known. */
        List<Link> chosen(boolean preferApplication) {
            return (preferApplication ? application.or(() -> page) : page.or(() -> application))
                    .stream().toList();
        }
    }

    static final Work NONE =
            new Work("", Optional.empty(), new Pages(Optional.empty(), Optional.empty()), Optional.empty(), "");

    static Optional<String> maker(String name) {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    /** {@code Maren Oldfield: Salt Roads}, {@code Low Pines (3 albums)}, or what there is of it. */
    static String by(String maker, List<String> titles, String kind) {
        List<String> told = titles.stream().filter(title -> !title.isEmpty()).toList();
        if (told.size() > 1) {
            return (maker + " (" + told.size() + " " + kind + ")").strip();
        }
        String title = String.join("", told);
        return maker.isEmpty() || title.isEmpty() ? maker + title : maker + ": " + title;
    }

    /** The thing itself, or those of a list. */
    static List<Facts> things(Facts payload, String one, String many) {
        Facts thing = payload.at(one);
        return thing.tree().isObject() ? List.of(thing) : payload.items(many);
    }

    /** Its poster or cover. */
    static Optional<URI> image(Facts thing) {
        return thing.items("images").stream()
                .filter(image -> List.of("poster", "cover").contains(image.whole("coverType")))
                .flatMap(image -> image.link("remoteUrl").stream())
                .findFirst();
    }

    /** A page whose address ends in an id; none when the id is missing, 0 or not of that shape. */
    static Optional<Link> page(String label, String address, String id, String shape) {
        return id.matches(shape) && !id.matches("0+")
                ? Links.to(address + id).map(to -> new Link(label, to))
                : Optional.empty();
    }

    static Optional<Link> imdb(Facts thing) {
        return page("IMDb", "https://www.imdb.com/title/", thing.whole("imdbId") + "/", "tt\\d{1,12}/");
    }

    /** A page of the service itself. */
    static Optional<Link> application(Service service, Facts payload, String path, String id) {
        String address = payload.whole("applicationUrl").strip().replaceAll("/{1,10}$", "");
        return address.isEmpty() ? Optional.empty() : page(service.title(), address + path, id, "[\\w-]{1,200}");
    }
}
