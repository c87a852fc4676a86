package org.lotusguild.lotus.guild;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.id.UserId;

/**
 * The block {@code guild}: a space and its rooms.
 *
 * @param name of the space
 * @param admins power level 100 and invited everywhere
 * @param members invited to the space and to every room that is not by invitation only
 * @param rooms by the stable key that the rest of the file and {@code lotus say} use, in the order of the file
 */
public record GuildConfig(String name, List<UserId> admins, List<UserId> members, Map<String, Room> rooms) {

    public GuildConfig {
        admins = List.copyOf(admins);
        members = List.copyOf(members);
        rooms = Collections.unmodifiableMap(new LinkedHashMap<>(rooms));
        for (String key : rooms.keySet()) {
            if (!key.matches("[a-z][a-z0-9-]{0,31}") || "space".equals(key)) {
                throw new IllegalArgumentException("rooms: \"" + key
                        + "\" is no key, write small letters, digits and dashes (\"space\" is the space itself)");
            }
        }
    }

    /** A room that the space holds. */
    public record Room(
            String name,
            Optional<String> topic,
            @Default("restricted") Join join,
            @Default("true") boolean encryption) {}

    /** Who may come in: everybody, the members of the space, the invited. */
    public enum Join {
        PUBLIC,
        RESTRICTED,
        INVITE
    }
}
