package org.lotusguild.lotus.bot.extra;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;

/** Messages with many stars are shown again in a room of their own, from rooms that consent to it. */
final class Starboard implements Feature {
    private static final String KIND = "starboard";
    private static final String STAR = "⭐";
    private static final int LONGEST = 500;
    /** Stars come in swarms: they are counted when it is quiet. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Rooms rooms;
    private final Database db;
    private final BiPredicate<RoomId, UserId> ignored;
    private final RoomId board;
    private final Set<RoomId> consenting;
    private final int stars;
    private final StarStore store = new StarStore();

    Starboard(
            Rooms rooms,
            Database db,
            BiPredicate<RoomId, UserId> ignored,
            RoomId board,
            Set<RoomId> consenting,
            int stars) {
        this.rooms = rooms;
        this.db = db;
        this.ignored = ignored;
        this.board = board;
        this.consenting = Set.copyOf(consenting);
        this.stars = stars;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Reply heard(Tx tx, Incoming event, Instant now) {
        if (event instanceof Incoming.Redaction redaction) {
            return removed(tx, redaction.target());
        }
        if (event instanceof Incoming.Reaction reaction
                && Emoji.plain(reaction.key()).equals(STAR)
                && consenting.contains(reaction.meta().room())
                && store.find(tx, reaction.target()).isEmpty()) {
            String key =
                    reaction.meta().room().value() + " " + reaction.target().value();
            return new Reply.Wake(new Reply.Bind(KIND, key), now.plus(SETTLED));
        }
        return new Reply.Silence();
    }

    private Reply removed(Tx tx, EventId event) {
        Optional<EventId> shown = store.find(tx, event).flatMap(StarStore.Starred::shownAs);
        store.forget(tx, event);
        return shown.<Reply>map(post -> new Reply.Revise(board, post, Doc.plain("⭐ The message was removed.")))
                .orElse(new Reply.Silence());
    }

    @Override
    public void before(String key, Instant at, Instant now) {
        RoomId room = room(key);
        EventId event = event(key);
        Optional<Incoming.Message> message = rooms.event(room, event)
                .filter(Incoming.Message.class::isInstance)
                .map(Incoming.Message.class::cast)
                .filter(m -> m.msgtype().equals("m.text"));
        message.ifPresent(m -> {
            UserId author = m.meta().sender();
            long count = rooms.related(room, event, "m.annotation").stream()
                    .filter(e -> e instanceof Incoming.Reaction r
                            && Emoji.plain(r.key()).equals(STAR))
                    .map(e -> e.meta().sender())
                    .filter(user -> !user.equals(author) && !ignored.test(room, user))
                    .distinct()
                    .count();
            if (count >= stars && !ignored.test(room, author)) {
                db.run(tx -> store.keep(
                        tx,
                        new StarStore.Starred(event, room, author, cut(m.body().strip()), count, Optional.empty())));
            }
        });
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        return store.find(tx, event(key))
                .filter(starred -> store.ask(tx, starred.event()))
                .<Reply>map(starred -> new Reply.Post(board, shown(tx, starred)).bound(new Reply.Bind(KIND, key)))
                .orElse(new Reply.Silence());
    }

    private Doc shown(Tx tx, StarStore.Starred starred) {
        String name = rooms.displayName(tx, starred.room(), starred.author());
        URI link = URI.create("https://matrix.to/#/" + encoded(starred.room().value()) + "/"
                + encoded(starred.event().value()));
        return Doc.of(
                Block.Line.of(Span.words("⭐ %d · ".formatted(starred.stars())), Span.name(starred.author(), name)),
                new Block.Quote(Doc.plain(starred.words()).blocks()),
                Block.Line.of(Span.link(link, "to the message")));
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        store.shown(tx, event(key), event);
        return new Reply.Silence();
    }

    private static RoomId room(String key) {
        return RoomId.parse(key.substring(0, key.indexOf(' ')));
    }

    private static EventId event(String key) {
        return EventId.parse(key.substring(key.indexOf(' ') + 1));
    }
}
