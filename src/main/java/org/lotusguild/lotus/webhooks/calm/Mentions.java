package org.lotusguild.lotus.webhooks.calm;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Words;

/**
 * Who is called by a message. Only rules of the guild say so, never the text of a payload.
 *
 * @param room whether everybody is
 */
public record Mentions(boolean room, Set<UserId> users) {
    public static final Mentions NOBODY = new Mentions(false, Set.of());

    public Mentions {
        users = Set.copyOf(users);
    }

    /** @param people names in a service, and who that is here */
    public static Mentions of(Target target, Rendered rendered, Map<String, UserId> people) {
        Set<String> called = new LinkedHashSet<>(byRule(target.mention(), rendered.message()));
        boolean room = called.remove(Target.ROOM);
        Stream<UserId> requester = target.requester()
                ? rendered.requester().stream().flatMap(name -> Stream.ofNullable(people.get(name)))
                : Stream.empty();
        return new Mentions(
                room,
                Set.copyOf(Stream.concat(called.stream().map(UserId::parse), requester)
                        .toList()));
    }

    /**
     * With those whom a script calls: only who is in the room, and everybody only where a rule of the room may call everybody.
     *
     * @param members of the room
     */
    public Mentions and(Target target, Words words, Set<UserId> members) {
        boolean may = target.mention().values().stream().anyMatch(called -> called.contains(Target.ROOM));
        Stream<UserId> asked = members.stream().filter(member -> words.users().contains(member.value()));
        return new Mentions(
                room || words.everybody() && may,
                Stream.concat(users.stream(), asked).collect(Collectors.toUnmodifiableSet()));
    }

    private static List<String> byRule(Map<String, List<String>> rules, Notice notice) {
        return Stream.concat(
                        Stream.of(notice.level().name().toLowerCase(Locale.ROOT)), Patterns.of(notice.event()).stream())
                .flatMap(when -> rules.getOrDefault(when, List.of()).stream())
                .toList();
    }
}
