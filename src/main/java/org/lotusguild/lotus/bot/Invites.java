package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose invites the bot follows: users and servers of the file, ten a minute at most; more wait. Others are declined. */
public final class Invites implements InvitePolicy {
    private static final Logger LOG = LoggerFactory.getLogger(Invites.class);

    private final Set<UserId> users;
    private final Set<String> servers;
    private final Buckets<String> pace = new Buckets<>(10, Duration.ofSeconds(6));
    private final Clock clock;

    /** @param ownServer accepted where the file names no server */
    public Invites(BotConfig.Invites config, String ownServer, Clock clock) {
        this.users = Set.copyOf(config.users());
        this.servers = config.servers().map(Set::copyOf).orElse(Set.of(ownServer));
        this.clock = clock;
    }

    @Override
    public Answer decide(RoomId room, UserId inviter, boolean direct) {
        if (!users.contains(inviter) && !servers.contains(inviter.server())) {
            LOG.atInfo()
                    .addKeyValue("room", room)
                    .addKeyValue("inviter", inviter)
                    .log("invite declined by policy");
            return Answer.REJECT;
        }
        return pace.take("invites", clock.instant()) ? Answer.JOIN : Answer.LATER;
    }
}
