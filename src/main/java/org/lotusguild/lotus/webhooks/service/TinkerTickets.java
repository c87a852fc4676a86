package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** Tinker-Tickets: a ticket from its opening to its end. While it is open its message shows how it stands. */
final class TinkerTickets {
    private static final String SERVICE = Service.TINKER_TICKETS.key();
    private static final String TICKET = "ticket.";
    private static final int VALUE = 80;

    private final Facts payload;
    private final Ticket ticket;
    private final Context context;
    private final String event;

    private TinkerTickets(Facts payload, Ticket ticket, Context context) {
        this.payload = payload;
        this.ticket = ticket;
        this.context = context;
        this.event = payload.whole("event");
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        Ticket ticket = Ticket.of(facts);
        boolean hidden = ticket.hidden() && !context.showPrivate();
        TinkerTickets tickets = new TinkerTickets(facts, ticket, context);
        Notice notice = tickets.notice(hidden);
        boolean changes = notice.correlation().map(Correlation::transition).equals(Optional.of(Transition.UPDATE));
        return !changes || root.isEmpty()
                ? Rendered.of(notice)
                : Rendered.of(notice)
                        .editedRoot(
                                hidden ? notice : Standing.of(ticket, root.get().shown(), notice));
    }

    private Notice notice(boolean hidden) {
        if (event.equals("ping")) {
            return Trial.of(Service.TINKER_TICKETS, "");
        }
        return hidden ? withoutContent(shown()) : shown();
    }

    /** Of a ticket that not everybody may read: its number and how it stands. */
    private Notice withoutContent(Notice whole) {
        String number = ticket.id().isEmpty() ? "Ticket" : "#" + ticket.id();
        String status = ticket.status().isEmpty() ? "changed" : ticket.status();
        Notice bare = Notice.of(SERVICE, whole.event(), whole.level(), whole.emoji(), number, status);
        return whole.correlation().map(bare::correlation).orElse(bare);
    }

    private Notice shown() {
        return switch (event) {
            case "ticket.created" -> created();
            case "ticket.assigned" -> assigned();
            case "ticket.status_changed", "ticket.updated", "ticket.priority_changed" -> changed();
            case "ticket.commented" -> commented();
            case "ticket.closed" ->
                titled("✅", Level.OK, "closed" + by(), Transition.CLOSE).lines(Words.lines(payload.text("resolution")));
            case "ticket.reopened" -> titled("🎫", ticket.level(), "reopened" + by(), Transition.OPEN);
            default -> Card.unknown(Service.TINKER_TICKETS, name(), ticket.facts(), context);
        };
    }

    private Notice created() {
        String priority = ticket.priority();
        return titled(
                        ticket.urgent() ? "🚨" : "🎫",
                        ticket.level(),
                        "opened" + by() + (priority.isEmpty() ? "" : " (" + priority + ")"),
                        Transition.OPEN)
                .lines(Words.lines(ticket.description(), ticket.kind()))
                .fields(ticket.host().isEmpty() ? List.of() : List.of(new Field("Host", ticket.host())));
    }

    private Notice assigned() {
        String to = ticket.assignee().orElse("");
        return titled(
                "👤",
                Level.NEUTRAL,
                (to.isEmpty() ? "assigned to nobody" : "assigned to " + to) + by(),
                Transition.UPDATE);
    }

    private Notice changed() {
        List<String> main = List.of("status", "priority").stream()
                .filter(field -> !change(field).isEmpty())
                .limit(1)
                .toList();
        String happened = main.isEmpty() ? unnamed() : change(main.getFirst());
        Level level = change("priority").isEmpty() ? Level.NEUTRAL : ticket.level();
        List<String> others = payload.at("changes").tree().propertyNames().stream()
                .filter(field -> !main.contains(field))
                .map(this::line)
                .filter(line -> !line.isEmpty())
                .toList();
        return titled("🔧", level, happened + by(), Transition.UPDATE).lines(Words.five(others));
    }

    /** Flat payloads do not say what it was before. */
    private String unnamed() {
        return switch (event) {
            case "ticket.status_changed" -> ("now " + ticket.status()).strip();
            case "ticket.priority_changed" -> ("now " + ticket.priority()).strip();
            default -> "updated";
        };
    }

    /** {@code Open → In Progress}. */
    private String change(String field) {
        Facts change = payload.at("changes", field);
        return Words.lines(value(field, change.at("from")), value(field, change.at("to"))).stream()
                .reduce((from, to) -> from + " → " + to)
                .orElse("");
    }

    private String line(String field) {
        String label = Words.capital(Words.line(field).replace('_', ' '));
        String change = change(field);
        return change.isEmpty() ? "" : field.equals("description") ? "Description changed" : label + ": " + change;
    }

    private static String value(String field, Facts value) {
        String text = value.tree().isObject() ? Ticket.person(value) : value.text();
        String priority = field.equals("priority") ? Ticket.priority(text) : "";
        return priority.isEmpty() ? Words.cut(text, VALUE) : priority;
    }

    private Notice commented() {
        List<Link> comment = payload.link("comment", "url").map(to -> new Link("Comment", to)).stream()
                .toList();
        Notice notice = titled("💬", Level.NEUTRAL, "comment" + by(), Transition.THREAD)
                .lines(Words.lines(payload.text("comment", "body")));
        return comment.isEmpty() ? notice : notice.links(comment);
    }

    private Notice titled(String emoji, Level level, String happened, Transition transition) {
        Notice notice = Notice.of(SERVICE, SERVICE + "." + name(), level, emoji, ticket.subject(), happened)
                .links(ticket.facts().link("url").map(to -> new Link("Ticket", to)).stream()
                        .toList());
        return ticket.id().isEmpty() ? notice : notice.correlation(Correlation.of("ticket:" + ticket.id(), transition));
    }

    private String name() {
        return Words.dashed(event.startsWith(TICKET) ? event.substring(TICKET.length()) : event);
    }

    private String by() {
        return Words.after(" by ", Ticket.person(payload.at("actor")));
    }
}
