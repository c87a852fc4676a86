package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Readarr: authors and their books. */
final class Readarr {
    private static final String GOODREADS = "https://www.goodreads.com/";
    private static final String NUMBER = "\\d{1,15}";

    private Readarr() {}

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        Facts author = facts.at("author");
        List<Facts> books = Work.things(facts, "book", "books");
        String name = author.text("name");
        String id = author.whole("goodreadsId");
        Work work = new Work(
                Work.by(name, books.stream().map(book -> book.text("title")).toList(), "books"),
                Work.maker(name),
                new Work.Pages(
                        books.size() == 1 ? edition(books.getFirst()).or(() -> author(id)) : author(id),
                        Work.application(Service.READARR, facts, "/author/", id)),
                books.stream()
                        .limit(1)
                        .flatMap(book -> Work.image(book).stream())
                        .findFirst()
                        .or(() -> Work.image(author)),
                books.isEmpty() ? author.text("overview") : "");
        return Arr.of(Service.READARR, facts, context, work);
    }

    private static Optional<Link> edition(Facts book) {
        return Work.page("Goodreads", GOODREADS + "book/show/", book.whole("edition", "goodreadsId"), NUMBER);
    }

    private static Optional<Link> author(String id) {
        return Work.page("Goodreads", GOODREADS + "author/show/", id, NUMBER);
    }
}
