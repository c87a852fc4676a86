package org.lotusguild.lotus.guild;

import org.lotusguild.lotus.base.id.UserId;

/** One thing that is missing in the live guild. Rooms are named by their keys: some do not exist yet. */
sealed interface Change {

    record CreateSpace(String name) implements Change {}

    record CreateRoom(String key, GuildConfig.Room wanted) implements Change {}

    /** The space does not list the room yet. */
    record Link(String key) implements Change {}

    record Invite(String key, UserId user) implements Change {}
}
