package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.guild.Guild;
import org.lotusguild.lotus.guild.GuildConfig;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.stack.trial.Newcomers;
import org.lotusguild.lotus.stack.trial.Trial;
import org.lotusguild.lotus.stack.trial.TrialException;
import org.lotusguild.lotus.stack.trial.TrialGuild;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings the trial's people and the guild's rooms together. */
final class TrialPeople implements UserMaker {
    private static final Logger LOG = LoggerFactory.getLogger(TrialPeople.class);

    private final LotusConfig config;
    private final TrialGuild guild;
    private final Newcomers newcomers;
    private final Console console;
    private volatile Optional<Settled> settled = Optional.empty();

    private record Settled(Map<String, RoomId> byKey, Rooms rooms) {}

    TrialPeople(Home home, LotusConfig config, World world, Console console, Trial trial) {
        this.console = console;
        this.config = config;
        this.guild = trial.guild();
        MatrixApi nobody = MatrixApi.of(
                world.http(), guild.url(), new Credentials.Nobody(), world.clock(), world.pause(), world.random());
        this.newcomers = new Newcomers(home.folder(), guild.serverName(), trial.admin(), nobody, world.random());
    }

    /** The first accounts take their invites at once: who logs in finds the rooms. */
    void settle(Guild.Applied applied, Rooms rooms) {
        for (TrialGuild.Account account : List.of(guild.admin(), guild.guest())) {
            join(account, applied.invited().getOrDefault(account.user(), Set.of()));
        }
        settled = Optional.of(new Settled(applied.rooms(), rooms));
    }

    /** Not worth a failed start: whoever changed the password can accept the invite too. */
    private void join(TrialGuild.Account account, Set<RoomId> invited) {
        try {
            newcomers.join(account, invited);
        } catch (MatrixException e) {
            console.warning(account.user() + " could not be taken into the rooms (" + e.getMessage()
                    + "); the invites wait in the client");
        }
    }

    @Override
    public ObjectNode add(String localpart, boolean administrator) {
        Settled guild = settled.orElseThrow(
                () -> new TrialException("The guild's rooms are not ready yet", "Try again in a moment"));
        ObjectNode made = newcomers.add(localpart, administrator);
        UserId user = UserId.parse(Json.string(made, "user_id").orElseThrow());
        guild.byKey().forEach((key, room) -> {
            if (administrator || !closed(key)) {
                invite(guild.rooms(), room, user);
            }
        });
        return made;
    }

    /** The account is there, and its password must be told: an invite that fails is for the log. */
    private static void invite(Rooms rooms, RoomId room, UserId user) {
        try {
            rooms.invite(room, user);
        } catch (MatrixException | HttpFailure e) {
            LOG.atWarn()
                    .addKeyValue("room", room)
                    .addKeyValue("user", user)
                    .setCause(e)
                    .log("a new account could not be invited");
        }
    }

    private boolean closed(String key) {
        return config.guild()
                .map(g -> g.rooms().get(key))
                .filter(room -> room.join() == GuildConfig.Join.INVITE)
                .isPresent();
    }
}
