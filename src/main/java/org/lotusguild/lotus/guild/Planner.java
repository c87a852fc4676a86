package org.lotusguild.lotus.guild;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;

/** Wanted and live state → what is missing. Pure. What is there already is never changed. */
final class Planner {
    static final String SPACE = "space";

    private Planner() {}

    static List<Change> plan(GuildConfig wanted, UserId creator, Live live) {
        List<Change> changes = new ArrayList<>();
        if (!live.present().containsKey(SPACE)) {
            changes.add(new Change.CreateSpace(wanted.name()));
        }
        Set<UserId> everybody = new LinkedHashSet<>(wanted.admins());
        everybody.addAll(wanted.members());
        everybody.remove(creator);
        List<UserId> admins =
                wanted.admins().stream().filter(a -> !a.equals(creator)).toList();
        invite(SPACE, everybody, live, changes);
        wanted.rooms().forEach((key, room) -> {
            if (!live.present().containsKey(key)) {
                changes.add(new Change.CreateRoom(key, room));
            }
            if (!live.linked().contains(key)) {
                changes.add(new Change.Link(key));
            }
            boolean closed = room.join() == GuildConfig.Join.INVITE;
            invite(key, closed ? admins : everybody, live, changes);
        });
        return List.copyOf(changes);
    }

    private static void invite(String key, Iterable<UserId> users, Live live, List<Change> changes) {
        Set<UserId> present = live.present().getOrDefault(key, Set.of());
        for (UserId user : users) {
            if (!present.contains(user)) {
                changes.add(new Change.Invite(key, user));
            }
        }
    }
}
