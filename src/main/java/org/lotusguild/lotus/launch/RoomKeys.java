package org.lotusguild.lotus.launch;

import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.guild.GuildConfig;

/** The keys of {@code guild.rooms}, which the rest of the file names rooms by. */
record RoomKeys(Set<String> all) {

    static RoomKeys of(GuildConfig guild) {
        return new RoomKeys(guild.rooms().keySet());
    }

    /** The mistake where this key of a setting is none of them. */
    Optional<String> stranger(String setting, String key) {
        return all.contains(key)
                ? Optional.empty()
                : Optional.of(setting + ": no room \"" + key + "\" in guild.rooms; it has " + String.join(", ", all));
    }
}
