package org.lotusguild.lotus.bot.extra;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.Tx;

/** {@code !roles post}: a message with a sign for each room; who reacts with a sign is invited to its room. */
final class RoleMessages implements Feature {
    private static final String KIND = "roles";
    private static final int MODERATOR = 50;
    private static final int MOST_TRIES = 10;
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final List<String> SIGNS = List.of("🔴", "🟠", "🟡", "🟢", "🔵", "🟣", "🟤", "⚫", "⚪", "🔶");
    private static final Syntax SYNTAX = Syntax.of(Parameter.choice("what", "post"), Parameter.rest("rooms", 1_000))
            .shownAs("post <room …>");
    private static final Help HELP = new Help(
            "a message that invites to rooms",
            Optional.of("Up to 10 rooms of the guild, by their keys; you must be a moderator in each of them. Taking a"
                    + " reaction back changes nothing."),
            List.of("roles post memes gaming"));

    private final Rooms rooms;
    private final Map<String, RoomId> byKey;
    private final RoleStore store = new RoleStore();
    /** How often invites were tried that the homeserver has neither taken nor refused. */
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();

    /** @param byKey the rooms of the guild */
    RoleMessages(Rooms rooms, Map<String, RoomId> byKey) {
        this.rooms = rooms;
        this.byKey = Map.copyOf(byKey);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Command> commands() {
        return List.of(
                Command.of(KIND, Section.GUILD, HELP, SYNTAX, this::answer).withAccess(new Access.AtLeast(MODERATOR)));
    }

    private Reply answer(Call call) {
        Map<String, RoomId> wanted = new LinkedHashMap<>();
        for (String typed : call.args().text("rooms").orElseThrow().split("\\s+")) {
            String key = typed.toLowerCase(Locale.ROOT);
            RoomId room = byKey.get(key);
            if (room == null) {
                return Reply.refuse("roles: no room %s in the guild.".formatted(Typed.quoted(typed)));
            }
            if (!rooms.powerLevels(room).atLeast(call.caller().user(), MODERATOR)) {
                return Reply.refuse("roles: you are no moderator of %s.".formatted(key));
            }
            wanted.put(key, room);
        }
        if (wanted.size() > SIGNS.size()) {
            return Reply.refuse("roles: at most %d rooms.".formatted(SIGNS.size()));
        }
        return new Reply.Stored(tx -> posted(tx, call, wanted));
    }

    private Reply posted(Tx tx, Call call, Map<String, RoomId> wanted) {
        List<Block.Line> lines = new ArrayList<>();
        List<String> keys = List.copyOf(wanted.keySet());
        for (int i = 0; i < keys.size(); i++) {
            lines.add(Block.Line.text(SIGNS.get(i) + " " + keys.get(i)));
        }
        String id = call.trigger().value();
        store.prepare(tx, id, new RoleStore.Post(Optional.of(call.room()), List.copyOf(wanted.values())));
        Doc doc = Doc.of(Block.Line.text("🚪 Rooms"), new Block.Rows(lines), Block.Line.text("React to be invited."));
        return new Reply.Post(call.room(), doc)
                .seeded(SIGNS.subList(0, keys.size()))
                .bound(new Reply.Bind(KIND, id));
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        store.prepared(tx, key).ifPresent(post -> {
            for (int i = 0; i < post.leadsTo().size(); i++) {
                store.put(
                        tx,
                        post.room(),
                        event,
                        Emoji.plain(SIGNS.get(i)),
                        post.leadsTo().get(i));
            }
        });
        store.forget(tx, key);
        return new Reply.Silence();
    }

    @Override
    public Reply unsent(Tx tx, String key, Instant now) {
        store.forget(tx, key);
        return new Reply.Silence();
    }

    @Override
    public Reply heard(Tx tx, Incoming event, Instant now) {
        if (event instanceof Incoming.Redaction redaction) {
            store.remove(tx, redaction.target());
        }
        if (event instanceof Incoming.Reaction reaction) {
            return store.room(tx, reaction.meta().room(), reaction.target(), Emoji.plain(reaction.key()))
                    .<Reply>map(room -> new Reply.Wake(
                            new Reply.Bind(
                                    KIND,
                                    room.value() + " "
                                            + reaction.meta().sender().value()),
                            now))
                    .orElse(new Reply.Silence());
        }
        return new Reply.Silence();
    }

    /** The alarm stands for the invite, so that a crash does not lose it: twice invited is no harm. */
    @Override
    public void before(String key, Instant at, Instant now) {
        int blank = key.indexOf(' ');
        tries.merge(key, 1, Integer::sum);
        try {
            rooms.invite(RoomId.parse(key.substring(0, blank)), UserId.parse(key.substring(blank + 1)));
            tries.remove(key);
        } catch (MatrixException e) {
            if (!e.limited() && !e.unwell()) {
                tries.remove(key);
            }
            throw e;
        }
    }

    /** Another try where the homeserver could not do it now. */
    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        int tried = tries.getOrDefault(key, 0);
        if (tried == 0 || tried >= MOST_TRIES) {
            tries.remove(key);
            return new Reply.Silence();
        }
        return new Reply.Wake(new Reply.Bind(KIND, key), now.plus(AGAIN));
    }
}
