package org.lotusguild.lotus.webhooks.notice;

import java.util.List;
import java.util.Optional;

/**
 * What a sender, or a script, wrote for the room himself. Both texts are a stranger's: the HTML is made harmless when it is shown.
 *
 * @param html absent: the text is shown as it is
 * @param msgtype as Matrix names it; absent: as the level has it
 * @param everybody whether he wants everybody in the room called
 * @param users whom he wants called, by id
 * @param previews whether clients may show what links lead to
 */
public record Words(
        String plain,
        Optional<String> html,
        Optional<String> msgtype,
        boolean everybody,
        List<String> users,
        boolean previews) {
    public Words {
        users = List.copyOf(users);
    }

    public static Words of(String plain, Optional<String> html) {
        return new Words(plain, html, Optional.empty(), false, List.of(), true);
    }

    public Words msgtype(Optional<String> other) {
        return new Words(plain, html, other, everybody, users, previews);
    }

    public Words calling(boolean all, List<String> some) {
        return new Words(plain, html, msgtype, all, some, previews);
    }

    public Words withoutPreviews() {
        return new Words(plain, html, msgtype, everybody, users, false);
    }
}
