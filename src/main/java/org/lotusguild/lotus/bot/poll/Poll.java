package org.lotusguild.lotus.bot.poll;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/**
 * An open poll.
 *
 * @param id the event that asked for it
 * @param options none for 👍 👎 🤷
 * @param thread root of the thread that it was asked for in
 * @param event the poll's message, as soon as its id is known
 */
record Poll(
        String id,
        RoomId room,
        UserId author,
        String question,
        List<String> options,
        Form form,
        Instant madeAt,
        Instant endsAt,
        Optional<EventId> thread,
        Optional<EventId> event) {
    static final List<String> THUMBS = List.of("👍", "👎", "🤷");
    private static final List<String> NUMBERS = List.of(
            "1\ufe0f\u20e3",
            "2\ufe0f\u20e3",
            "3\ufe0f\u20e3",
            "4\ufe0f\u20e3",
            "5\ufe0f\u20e3",
            "6\ufe0f\u20e3",
            "7\ufe0f\u20e3",
            "8\ufe0f\u20e3",
            "9\ufe0f\u20e3",
            "🔟");

    Poll {
        options = List.copyOf(options);
    }

    /** How people vote: by reactions, or by the poll of their own client. */
    enum Form {
        REACTIONS,
        UNSTABLE,
        STABLE
    }

    boolean isNative() {
        return form != Form.REACTIONS;
    }

    /** What the homeserver calls the relation of a vote. */
    String relation() {
        return isNative() ? "m.reference" : "m.annotation";
    }

    int size() {
        return options.isEmpty() ? THUMBS.size() : options.size();
    }

    /** An option's sign: its reaction, and the beginning of its line. */
    String sign(int option) {
        return options.isEmpty() ? THUMBS.get(option) : NUMBERS.get(option);
    }

    List<String> signs() {
        return IntStream.range(0, size()).mapToObj(this::sign).toList();
    }

    /** What an option is called. */
    String name(int option) {
        return options.isEmpty() ? THUMBS.get(option) : options.get(option);
    }

    /** What a vote for an option is counted as. */
    String choice(int option) {
        return isNative() ? Integer.toString(option + 1) : sign(option);
    }

    List<String> choices() {
        return IntStream.range(0, size()).mapToObj(this::choice).toList();
    }
}
