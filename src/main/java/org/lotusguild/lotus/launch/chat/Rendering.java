package org.lotusguild.lotus.launch.chat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.DisplayName;

/** Events as lines. Remembers what it made, for the events that point at it. */
final class Rendering {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final int SNIPPET = 30;
    private static final int KEY = 20;
    private static final int LONGEST = 4_000;

    private final Rooms rooms;
    private final UserId self;
    private final ZoneId zone;
    private final Recent recent = new Recent();

    Rendering(Rooms rooms, UserId self, ZoneId zone) {
        this.rooms = rooms;
        this.self = self;
        this.zone = zone;
    }

    String day(Instant time) {
        return DAY.format(time.atZone(zone));
    }

    /** Empty if there is nothing to show, or nothing new. */
    Optional<Line> line(Incoming event) {
        Optional<Recent.Shown> before = recent.find(event.meta().id());
        if (before.isPresent() && (before.get().readable() || event instanceof Incoming.Undecryptable)) {
            return Optional.empty();
        }
        return what(event).map(what -> {
            recent.add(
                    event.meta().id(),
                    new Recent.Shown(who(event.meta()), snippet(event), !(event instanceof Incoming.Undecryptable)));
            String late = before.isPresent() ? " (can be read now)" : "";
            boolean emote = event instanceof Incoming.Message m && m.msgtype().equals("m.emote");
            return new Line(time(event.meta()), (emote ? "* " : "") + who(event.meta()), late + what);
        });
    }

    /** Several messages in a row that cannot be read. */
    Line unreadable(List<Incoming.Undecryptable> events) {
        events.forEach(
                event -> recent.add(event.meta().id(), new Recent.Shown(who(event.meta()), snippet(event), false)));
        String times =
                time(events.getFirst().meta()) + "–" + time(events.getLast().meta());
        return new Line(
                times,
                "",
                "[" + events.size() + " messages cannot be read here: "
                        + Reasons.of(events.getLast().reason()) + "]");
    }

    private Optional<String> what(Incoming event) {
        return switch (event) {
            case Incoming.Message message -> Optional.of(message(message));
            case Incoming.Edit edit ->
                Optional.of(shield(edit.meta()) + " corrected" + about(edit.meta(), edit.target()) + ": "
                        + cut(Json.string(edit.newContent(), "body").orElse("")));
            case Incoming.Reaction reaction ->
                Optional.of(shield(reaction.meta()) + " reacted with " + Harmless.line(reaction.key(), KEY)
                        + to(reaction.target()));
            case Incoming.Redaction redaction -> Optional.of(" removed" + about(redaction.meta(), redaction.target()));
            case Incoming.Membership membership -> membership(membership);
            case Incoming.PollVote vote -> Optional.of(shield(vote.meta()) + " voted" + to(vote.poll()));
            case Incoming.Undecryptable sealed ->
                Optional.of(": [cannot be read here: " + Reasons.of(sealed.reason()) + "]");
            case Incoming.StateChange change -> state(change);
            case Incoming.Unknown unknown -> unknown(unknown);
        };
    }

    private String message(Incoming.Message message) {
        String reply =
                message.meta().replyTo().map(to -> " (" + answered(to) + ")").orElse("");
        String body = cut(message.meta().replyTo().isPresent() ? withoutQuote(message.body()) : message.body());
        String head = shield(message.meta()) + reply;
        return switch (message.msgtype()) {
            case "m.emote" -> head + " " + body;
            case "m.image" -> head + " sent a picture: " + body;
            case "m.file", "m.audio", "m.video" -> head + " sent a file: " + body;
            default -> head + ": " + body;
        };
    }

    private static String cut(String body) {
        return body.codePointCount(0, body.length()) <= LONGEST
                ? body
                : body.substring(0, body.offsetByCodePoints(0, LONGEST)) + "… [cut]";
    }

    /** Older clients repeat what they answer before their own words. */
    private static String withoutQuote(String body) {
        if (!body.startsWith("> <@")) {
            return body;
        }
        int end = body.indexOf("\n\n");
        return end < 0 ? body : body.substring(end + 2);
    }

    private String answered(EventId to) {
        return recent.find(to)
                .map(shown -> "to " + shown.who() + " “" + shown.snippet() + "”")
                .orElse("to an older message");
    }

    private String to(EventId target) {
        return recent.find(target)
                .map(shown -> " to “" + shown.snippet() + "” of " + shown.who())
                .orElse(" to an older message");
    }

    private String about(EventMeta meta, EventId target) {
        return recent.find(target)
                .map(shown ->
                        " “" + shown.snippet() + "”" + (shown.who().equals(who(meta)) ? "" : " of " + shown.who()))
                .orElse(" an older message");
    }

    private Optional<String> membership(Incoming.Membership event) {
        String user = name(event.meta().room(), event.user());
        boolean own = event.user().equals(event.meta().sender());
        return switch (event.now()) {
            case JOIN ->
                event.before().filter(Incoming.Member.JOIN::equals).isPresent()
                        ? Optional.empty()
                        : Optional.of(" joined");
            case INVITE -> Optional.of(" invited " + user);
            case LEAVE -> Optional.of(own ? " left" : " removed " + user + " from the room");
            case BAN -> Optional.of(" banned " + user);
            case KNOCK -> Optional.of(" asks to be let in");
        };
    }

    private static Optional<String> state(Incoming.StateChange change) {
        return switch (change.type()) {
            case "m.room.name" -> Optional.of(" named the room “" + field(change, "name") + "”");
            case "m.room.topic" -> Optional.of(" set the topic: " + field(change, "topic"));
            case "m.room.encryption" -> Optional.of(" turned on encryption");
            case "m.room.tombstone" -> Optional.of(" closed the room: it goes on in another one");
            default -> Optional.empty();
        };
    }

    private static String field(Incoming.StateChange change, String name) {
        return Harmless.line(Json.string(change.content(), name).orElse(""), 200);
    }

    private static Optional<String> unknown(Incoming.Unknown event) {
        return switch (event.type()) {
            case "m.sticker" ->
                Optional.of(" sent a sticker: "
                        + Harmless.line(Json.string(event.content(), "body").orElse(""), 100));
            case "m.poll.start", "org.matrix.msc3381.poll.start" ->
                Optional.of(" started a poll, which this client cannot show");
            default -> Optional.empty();
        };
    }

    private static String snippet(Incoming event) {
        String text = switch (event) {
            case Incoming.Message message -> withoutQuote(message.body());
            case Incoming.Edit edit -> Json.string(edit.newContent(), "body").orElse("");
            case Incoming.Undecryptable sealed -> "unreadable";
            case Incoming.Reaction reaction -> reaction.key();
            case Incoming.Redaction r -> "";
            case Incoming.Membership m -> "";
            case Incoming.StateChange s -> "";
            case Incoming.PollVote v -> "vote";
            case Incoming.Unknown u -> "";
        };
        return Harmless.line(text, SNIPPET);
    }

    private String time(EventMeta meta) {
        return TIME.format(meta.sentAt().atZone(zone));
    }

    private String who(EventMeta meta) {
        return name(meta.room(), meta.sender());
    }

    /** Two people may call themselves alike; a name that is not the account's own is followed by it. */
    private String name(RoomId room, UserId user) {
        String shown = DisplayName.clean(rooms.displayName(room, user), user);
        boolean home = user.server().equals(self.server());
        String account = home ? "@" + user.localpart() : user.value();
        return home && shown.equalsIgnoreCase(user.localpart()) ? shown : shown + " (" + account + ")";
    }

    /** What is odd about where it came from. */
    private String shield(EventMeta meta) {
        return switch (meta.trust()) {
            case VERIFIED, CROSS_SIGNED -> "";
            case UNSIGNED -> " [unverified device]";
            case UNKNOWN -> " [unknown device]";
            case MISMATCHED_SENDER -> " [not the sender's device]";
            case CLEAR -> rooms.encrypted(meta.room()) ? " [not encrypted]" : "";
        };
    }
}
