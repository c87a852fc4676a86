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
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.stack.trial.Newcomers;
import org.lotusguild.lotus.stack.trial.Trial;
import org.lotusguild.lotus.stack.trial.TrialGuild;
import tools.jackson.databind.node.ObjectNode;

/** Brings the trial's people and the guild's rooms together. */
final class TrialPeople implements UserMaker {
    private final LotusConfig config;
    private final TrialGuild guild;
    private final Newcomers newcomers;
    private volatile Optional<Settled> settled = Optional.empty();

    private record Settled(Map<String, RoomId> byKey, Rooms rooms) {}

    TrialPeople(Home home, LotusConfig config, World world, Trial trial) {
        this.config = config;
        this.guild = trial.guild();
        MatrixApi nobody = MatrixApi.of(
                world.http(), guild.url(), new Credentials.Nobody(), world.clock(), world.pause(), world.random());
        this.newcomers = new Newcomers(home.folder(), guild.serverName(), trial.admin(), nobody, world.random());
    }

    /** The first accounts take their invites at once: who logs in finds the rooms. */
    void settle(Guild.Applied applied, Rooms rooms) {
        for (TrialGuild.Account account : List.of(guild.admin(), guild.guest())) {
            newcomers.join(account, applied.invited().getOrDefault(account.user(), Set.of()));
        }
        settled = Optional.of(new Settled(applied.rooms(), rooms));
    }

    @Override
    public ObjectNode add(String localpart, boolean administrator) {
        ObjectNode made = newcomers.add(localpart, administrator);
        UserId user = UserId.parse(Json.string(made, "user_id").orElseThrow());
        settled.ifPresent(known -> known.byKey().forEach((key, room) -> {
            if (administrator || !closed(key)) {
                known.rooms().invite(room, user);
            }
        }));
        return made;
    }

    private boolean closed(String key) {
        return config.guild()
                .map(g -> g.rooms().get(key))
                .filter(room -> room.join() == GuildConfig.Join.INVITE)
                .isPresent();
    }
}
