package org.lotusguild.lotus.bot;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.Rooms;
import tools.jackson.databind.JsonNode;

/** Whose messages are never commands: ourselves, our service users, other bots. */
public final class Ignored implements BiPredicate<RoomId, UserId> {
    private final UserId bot;
    private final Predicate<UserId> ownUser;
    private final List<Pattern> globs;
    private final Rooms rooms;

    /**
     * @param ownUser whether a user belongs to one of our own application services
     * @param globs of users
     */
    public Ignored(UserId bot, Predicate<UserId> ownUser, List<String> globs, Rooms rooms) {
        this.bot = bot;
        this.ownUser = ownUser;
        this.globs = globs.stream().map(Ignored::pattern).toList();
        this.rooms = rooms;
    }

    /** Reads the room's state: not for callers who are in a transaction. */
    @Override
    public boolean test(RoomId room, UserId sender) {
        return sender.equals(bot)
                || ownUser.test(sender)
                || globs.stream().anyMatch(g -> g.matcher(sender.value()).matches())
                || serviceMember(room, sender);
    }

    /** MSC4171: members that are functional, not people. */
    private boolean serviceMember(RoomId room, UserId sender) {
        return rooms.state(room, "io.element.functional_members", "")
                .map(content -> Json.at(content, "service_members"))
                .filter(JsonNode::isArray)
                .map(list -> list.valueStream().anyMatch(m -> m.asString("").equals(sender.value())))
                .orElse(false);
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(glob.codePoints()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()));
    }
}
