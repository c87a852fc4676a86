package org.lotusguild.lotus.webhooks.calm;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Notice;

/**
 * What stands, or will stand, in one message; kept as JSON, one a hook, room and {@link Grouping#name name}.
 *
 * @param since when the first came
 * @param members in the order of arrival, without what no group shows
 * @param gathered whether a message of the group stands in the room
 */
public record Group(Instant since, List<Notice> members, boolean gathered) {
    public Group {
        members = List.copyOf(members);
    }

    static Group of(Notice first, Instant now, boolean gathered) {
        return new Group(now, List.of(first.collapse(List.of())), gathered);
    }

    Group plus(Notice next) {
        return new Group(
                since,
                Stream.concat(members.stream(), Stream.of(next.collapse(List.of())))
                        .toList(),
                gathered);
    }

    Group standing() {
        return new Group(since, members, true);
    }
}
