package org.lotusguild.lotus.webhooks.notice;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A message of a service. Its title reads {@code <emoji> <subject> – <happened>}; then the lines, one line of fields, the first
 * link. Text only: what it holds is never read as markup.
 *
 * @param service as in {@code service:} of a hook, {@code uptime-kuma}
 * @param event with the service before it, {@code uptime-kuma.down}
 * @param happened empty: the title is the subject alone
 * @param image shown with the message, fetched with care: strangers chose the address
 * @param collapse parts that are too long for a message
 * @param correlation absent: it stands for itself
 */
public record Notice(
        String service,
        String event,
        Level level,
        String emoji,
        String subject,
        String happened,
        List<String> lines,
        List<Field> fields,
        List<Link> links,
        Optional<URI> image,
        List<Collapse> collapse,
        Optional<Correlation> correlation) {
    public Notice {
        lines = List.copyOf(lines);
        fields = List.copyOf(fields);
        links = List.copyOf(links);
        collapse = List.copyOf(collapse);
    }

    /** A title, and nothing yet below it. */
    public static Notice of(String service, String event, Level level, String emoji, String subject, String happened) {
        return new Notice(
                service,
                event,
                level,
                emoji,
                subject,
                happened,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The first line of the message, before it is cut. */
    public String title() {
        return emoji + " " + subject + (happened.isEmpty() ? "" : " – " + happened);
    }

    public Notice lines(List<String> other) {
        return new Notice(
                service, event, level, emoji, subject, happened, other, fields, links, image, collapse, correlation);
    }

    public Notice fields(List<Field> other) {
        return new Notice(
                service, event, level, emoji, subject, happened, lines, other, links, image, collapse, correlation);
    }

    public Notice links(List<Link> other) {
        return new Notice(
                service, event, level, emoji, subject, happened, lines, fields, other, image, collapse, correlation);
    }

    public Notice image(Optional<URI> other) {
        return new Notice(
                service, event, level, emoji, subject, happened, lines, fields, links, other, collapse, correlation);
    }

    public Notice collapse(List<Collapse> other) {
        return new Notice(
                service, event, level, emoji, subject, happened, lines, fields, links, image, other, correlation);
    }

    public Notice correlation(Correlation other) {
        return new Notice(
                service,
                event,
                level,
                emoji,
                subject,
                happened,
                lines,
                fields,
                links,
                image,
                collapse,
                Optional.of(other));
    }
}
