package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Times;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose invites the bot follows: users and servers of the file, into 500 rooms at most. The others are declined, and told of at
 * the desk. Ten a minute; more wait.
 */
public final class Invites implements InvitePolicy {
    private static final Logger LOG = LoggerFactory.getLogger(Invites.class);
    private static final int MOST_ROOMS = 500;
    private static final int REMEMBERED = 5;

    private final Set<UserId> users;
    private final Set<String> servers;
    private final Buckets<String> pace = new Buckets<>(10, Duration.ofSeconds(6));
    private final ZoneId zone;
    private final Clock clock;
    private final Deque<String> last = new ArrayDeque<>();
    private long declined;
    private volatile Optional<Rooms> rooms = Optional.empty();

    /**
     * @param ownServer accepted where the file names no server
     * @param zone of the times that the desk reads
     */
    public Invites(BotConfig.Invites config, String ownServer, ZoneId zone, Clock clock) {
        this.users = Set.copyOf(config.users());
        this.servers = config.servers().map(Set::copyOf).orElse(Set.of(ownServer));
        this.zone = zone;
        this.clock = clock;
    }

    /** The rooms that are counted; known only when the account is there. */
    public void into(Rooms all) {
        rooms = Optional.of(all);
    }

    @Override
    public Answer decide(RoomId room, UserId inviter, boolean direct) {
        Optional<String> why = objection(inviter);
        if (why.isPresent()) {
            decline(room, inviter, why.get());
            return Answer.REJECT;
        }
        return pace.take("invites", clock.instant()) ? Answer.JOIN : Answer.LATER;
    }

    private Optional<String> objection(UserId inviter) {
        if (!users.contains(inviter) && !servers.contains(inviter.server())) {
            return Optional.of("not in bot.invites");
        }
        if (rooms.map(all -> all.joined().size() >= MOST_ROOMS).orElse(false)) {
            return Optional.of("I am in %d rooms".formatted(MOST_ROOMS));
        }
        return Optional.empty();
    }

    private synchronized void decline(RoomId room, UserId inviter, String why) {
        LOG.atInfo()
                .addKeyValue("room", room)
                .addKeyValue("inviter", inviter)
                .addKeyValue("why", why)
                .log("invite declined by policy");
        declined++;
        last.addFirst("%s → %s, %s: %s".formatted(inviter, room, Times.shown(clock.instant(), zone), why));
        while (last.size() > REMEMBERED) {
            last.removeLast();
        }
    }

    /** For the desk: how many were declined since the start, and the last ones; nothing where none was. */
    public synchronized List<String> declined() {
        List<String> lines = new ArrayList<>();
        if (declined > 0) {
            lines.add("Invites declined since the start: %d.".formatted(declined));
            lines.addAll(last);
        }
        return lines;
    }
}
