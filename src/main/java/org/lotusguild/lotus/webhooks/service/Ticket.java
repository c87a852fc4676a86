package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.webhooks.notice.Level;

/** A ticket as a payload tells of it: in a part of its own, or flat beside the event. */
record Ticket(Facts facts) {
    private static final Pattern TAG = Pattern.compile("\\s*\\[([^\\[\\]]{1,60})]");
    private static final Pattern PRIORITY = Pattern.compile("[Pp]?([1-9])");
    private static final int MOST_TAGS = 10;

    static Ticket of(Facts payload) {
        return new Ticket(payload.at("ticket").tree().isObject() ? payload.at("ticket") : payload);
    }

    String id() {
        String id = facts.text("ticket_id");
        return id.isEmpty() ? facts.text("id") : id;
    }

    /** {@code #1042 Title}, without the tags that programs write before it. */
    String subject() {
        String title = facts.whole("title").strip();
        int begin = tagsEnd(title);
        String plain = Words.known(begin < title.length() ? title.substring(begin) : title);
        String number = id().isEmpty() ? "" : "#" + id();
        String subject = (number + " " + plain).strip();
        return subject.isEmpty() ? "Ticket" : subject;
    }

    /** The first tag that says neither that a program wrote it nor what kind it is. */
    String host() {
        String category = facts.whole("category").strip();
        return tags().stream()
                .filter(tag -> !tag.equalsIgnoreCase("auto") && !tag.equalsIgnoreCase(category))
                .findFirst()
                .map(Words::known)
                .orElse("");
    }

    String status() {
        return facts.text("status");
    }

    /** {@code P2}; empty where there is none. */
    String priority() {
        return priority(facts.whole("priority"));
    }

    static String priority(String raw) {
        Matcher number = PRIORITY.matcher(raw.strip());
        return number.matches() ? "P" + number.group(1) : "";
    }

    boolean urgent() {
        return priority().equals("P1");
    }

    Level level() {
        return switch (priority()) {
            case "P1" -> Level.ERROR;
            case "P2" -> Level.WARNING;
            case "P3" -> Level.INFO;
            default -> Level.NEUTRAL;
        };
    }

    String description() {
        return facts.text("description");
    }

    /** {@code Hardware · Maintenance}. */
    String kind() {
        return Words.joined(facts.text("category"), facts.text("type"));
    }

    String opener() {
        return person(facts.at("created_by"));
    }

    /** Absent where the payload does not say; empty where it says that it is nobody's. */
    Optional<String> assignee() {
        return facts.tree().has("assigned_to") ? Optional.of(person(facts.at("assigned_to"))) : Optional.empty();
    }

    /** Whether not everybody may read it. */
    boolean hidden() {
        String visibility = facts.whole("visibility").strip().toLowerCase(Locale.ROOT);
        return !visibility.isEmpty() && !visibility.equals("public");
    }

    /** By the name that is shown, else by the name of the account. */
    static String person(Facts who) {
        if (!who.tree().isObject()) {
            return who.tree().isString() ? who.text() : "";
        }
        String shown = who.text("display_name");
        return shown.isEmpty() ? who.text("username") : shown;
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(facts.whole("title").strip());
        while (tags.size() < MOST_TAGS && tag.lookingAt()) {
            tags.add(tag.group(1).strip());
            tag.region(tag.end(), tag.regionEnd());
        }
        return tags;
    }

    private static int tagsEnd(String title) {
        Matcher tag = TAG.matcher(title);
        int end = 0;
        for (int i = 0; i < MOST_TAGS && tag.lookingAt(); i++) {
            end = tag.end();
            tag.region(end, tag.regionEnd());
        }
        return end;
    }
}
