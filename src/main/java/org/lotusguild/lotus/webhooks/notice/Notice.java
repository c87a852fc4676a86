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
 * @param words shown in place of all the rest, which then only names it: in lists, and where it is held back
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
        Optional<Correlation> correlation,
        Optional<Words> words) {
    private static final int NAMED = 100;

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
                Optional.empty(),
                Optional.empty());
    }

    /** The first line of the message, before it is cut. */
    public String title() {
        return (emoji.isEmpty() ? "" : emoji + " ") + subject + (happened.isEmpty() ? "" : " – " + happened);
    }

    public Notice lines(List<String> other) {
        return with(other, fields, links, image, collapse, correlation, words);
    }

    public Notice fields(List<Field> other) {
        return with(lines, other, links, image, collapse, correlation, words);
    }

    public Notice links(List<Link> other) {
        return with(lines, fields, other, image, collapse, correlation, words);
    }

    public Notice image(Optional<URI> other) {
        return with(lines, fields, links, other, collapse, correlation, words);
    }

    public Notice collapse(List<Collapse> other) {
        return with(lines, fields, links, image, other, correlation, words);
    }

    public Notice correlation(Correlation other) {
        return with(lines, fields, links, image, collapse, Optional.of(other), words);
    }

    /** As it stands for itself. */
    public Notice alone() {
        return with(lines, fields, links, image, collapse, Optional.empty(), words);
    }

    /** A message that its author wrote; its first line names it. */
    public static Notice written(String service, String event, Words words) {
        String first = words.plain()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
        String named = first.codePointCount(0, first.length()) <= NAMED
                ? first
                : first.substring(0, first.offsetByCodePoints(0, NAMED - 1)) + "…";
        Notice plain = of(service, event, Level.INFO, "", named, "");
        return plain.with(
                plain.lines,
                plain.fields,
                plain.links,
                plain.image,
                plain.collapse,
                plain.correlation,
                Optional.of(words));
    }

    private Notice with(
            List<String> lines,
            List<Field> fields,
            List<Link> links,
            Optional<URI> image,
            List<Collapse> collapse,
            Optional<Correlation> correlation,
            Optional<Words> words) {
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
                correlation,
                words);
    }
}
