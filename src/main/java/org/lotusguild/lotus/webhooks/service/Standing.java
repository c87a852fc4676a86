package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Notice;

/**
 * The message of an open ticket, as it stands: what the payload does not know stays as the message showed it until now. Flat payloads
 * know little.
 */
final class Standing {
    private static final String EVENT = "tinker-tickets.standing";
    private static final String CREATED = "tinker-tickets.created";
    private static final String OPEN = "Open";
    private static final String OPENED_BY = "Opened by";
    private static final String ASSIGNED_TO = "Assigned to";
    private static final String HOST = "Host";

    private static final Pattern OPENED = Pattern.compile("opened by (.+?)(?: \\(P\\d\\))?");
    private static final Pattern STATUS = Pattern.compile("(.+?)(?: \\((P\\d)\\))?");
    private static final Pattern PRIORITY = Pattern.compile(".*\\((P\\d)\\)");

    private final Ticket ticket;
    private final Notice before;

    private Standing(Ticket ticket, Notice before) {
        this.ticket = ticket;
        this.before = before;
    }

    /** @param message what goes into the thread */
    static Notice of(Ticket ticket, Notice before, Notice message) {
        Standing standing = new Standing(ticket, before);
        String status = standing.status();
        String priority = standing.priority();
        boolean open = status.equalsIgnoreCase(OPEN);
        Notice notice = Notice.of(
                        message.service(),
                        EVENT,
                        ticket.priority().isEmpty() ? before.level() : ticket.level(),
                        open ? opened(priority) : "🔧",
                        standing.subject(),
                        status + (priority.isEmpty() ? "" : " (" + priority + ")"))
                .lines(standing.lines())
                .fields(standing.fields())
                .links(message.links().isEmpty() ? before.links() : message.links());
        Optional<Correlation> key = message.correlation();
        return key.map(notice::correlation).orElse(notice);
    }

    private static String opened(String priority) {
        return priority.equals("P1") ? "🚨" : "🎫";
    }

    private String subject() {
        return ticket.facts().text("title").isEmpty() ? before.subject() : ticket.subject();
    }

    private String status() {
        Matcher shown = STATUS.matcher(before.happened());
        return !ticket.status().isEmpty() ? ticket.status() : stands() && shown.matches() ? shown.group(1) : OPEN;
    }

    private String priority() {
        Matcher shown = PRIORITY.matcher(before.happened());
        return !ticket.priority().isEmpty() ? ticket.priority() : shown.matches() ? shown.group(1) : "";
    }

    private List<String> lines() {
        String kind = ticket.kind();
        List<String> shown = stands() || before.event().equals(CREATED) ? before.lines() : List.of();
        if (ticket.description().isEmpty() && kind.isEmpty()) {
            return shown;
        }
        String description = !ticket.description().isEmpty() || ticket.facts().has("description")
                ? ticket.description()
                : shown.stream().filter(line -> !line.equals(kind)).findFirst().orElse("");
        return Words.lines(description, kind);
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        add(fields, HOST, ticket.host().isEmpty() ? shown(HOST) : ticket.host());
        add(fields, OPENED_BY, ticket.opener().isEmpty() ? opener() : ticket.opener());
        add(fields, ASSIGNED_TO, ticket.assignee().orElseGet(() -> shown(ASSIGNED_TO)));
        return fields;
    }

    private String opener() {
        Matcher opened = OPENED.matcher(before.happened());
        return before.event().equals(CREATED) && opened.matches() ? opened.group(1) : shown(OPENED_BY);
    }

    private String shown(String label) {
        return before.fields().stream()
                .filter(field -> field.label().equals(label))
                .map(Field::value)
                .findFirst()
                .orElse("");
    }

    private boolean stands() {
        return before.event().equals(EVENT);
    }

    private static void add(List<Field> fields, String label, String value) {
        if (!value.isEmpty()) {
            fields.add(new Field(label, value));
        }
    }
}
