package org.lotusguild.lotus.bot.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.message.Pills;

/** Reads which room somebody means: a key of the guild, an id, an alias, a matrix.to link, or a pill. */
public final class Places {
    private final Map<String, RoomId> byKey;
    private final Function<RoomAlias, Optional<RoomId>> aliases;

    /**
     * @param byKey the rooms of the guild
     * @param aliases asks the homeserver
     */
    public Places(Map<String, RoomId> byKey, Function<RoomAlias, Optional<RoomId>> aliases) {
        this.byKey = Map.copyOf(byKey);
        this.aliases = aliases;
    }

    /**
     * May ask the homeserver. Whether we are in there is not looked at.
     *
     * @param text an argument of the call
     */
    public Optional<RoomId> meant(String text, Call call) {
        String word = text.strip();
        return Optional.ofNullable(byKey.get(word.toLowerCase(Locale.ROOT)))
                .or(() -> parsed(word))
                .or(() -> Pills.target(word).flatMap(this::parsed))
                .or(() -> call.html().flatMap(html -> Pills.shown(html, word)).flatMap(this::parsed));
    }

    private Optional<RoomId> parsed(String text) {
        try {
            return text.startsWith("!")
                    ? Optional.of(RoomId.parse(text))
                    : text.startsWith("#") ? aliases.apply(RoomAlias.parse(text)) : Optional.empty();
        } catch (IllegalArgumentException noRoom) {
            return Optional.empty();
        }
    }
}
