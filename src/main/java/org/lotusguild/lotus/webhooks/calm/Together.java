package org.lotusguild.lotus.webhooks.calm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;

/** Several notices as one: what they have in common stays, what sets them apart becomes a range, a number or a line each. */
final class Together {
    static final int LINES = 10;

    /** As formatters write it: {@code Harbour Lights S02E04 “Slack Water”}, {@code Harbour Lights S02E04–E08}. */
    private static final Pattern EPISODES =
            Pattern.compile("(?<series>.+) S(?<season>\\d{2,5})E(?<from>\\d{2,5})(?:–E(?<to>\\d{2,5}))?(?: “.*”)?");

    /** {@code Low Pines: Northbound}. */
    private static final Pattern WORK = Pattern.compile("(?<maker>[^:]+): (?<title>.+)");

    /** One member's size would be read as that of all. */
    private static final Pattern SIZE = Pattern.compile(".*\\d [KMGTPE]?i?B");

    private static final Map<String, String> WORKS = Map.of("readarr", "books", "lidarr", "albums");

    private static final int MOST_EPISODES = 10_000;

    private Together() {}

    /** Empty when they cannot be told in one title: a single common word, as in "up again after 5 min", tells nothing. */
    static Optional<Notice> of(List<Notice> members) {
        String happened = tail(members.stream().map(Notice::happened).toList());
        boolean apart = members.stream().anyMatch(member -> !member.happened().equals(happened));
        if (happened.isEmpty() || (apart && !happened.contains(" "))) {
            return Optional.empty();
        }
        return subject(members).map(subject -> {
            Notice first = members.getFirst();
            List<String> heads = members.stream()
                    .map(member -> head(member.happened(), happened))
                    .filter(head -> !head.isEmpty())
                    .distinct()
                    .toList();
            List<String> lines =
                    new ArrayList<>(heads.isEmpty() ? List.of() : List.of(String.join(" · ", some(heads, LINES))));
            lines.addAll(works(members));
            lines.addAll(common(members));
            return shown(first, worst(members), subject, happened)
                    .lines(lines)
                    .fields(kept(first.fields(), members.stream().map(Notice::fields)))
                    .links(kept(first.links(), members.stream().map(Notice::links)))
                    .image(first.image());
        });
    }

    /** Monitors that are down: their number, and a line each. */
    static Notice monitors(List<Notice> members) {
        List<String> lines = members.stream()
                .map(member -> member.lines().isEmpty()
                        ? member.subject()
                        : member.subject() + ": " + member.lines().getFirst())
                .toList();
        Notice first = members.getFirst();
        return Notice.of(
                        first.service(),
                        first.event(),
                        worst(members),
                        first.emoji(),
                        members.size() + " monitors",
                        first.happened())
                .lines(some(lines, LINES));
    }

    /** The first {@code most}, and how many are left. */
    static List<String> some(List<String> items, int most) {
        return items.size() <= most
                ? items
                : Stream.concat(items.stream().limit(most), Stream.of("+" + (items.size() - most) + " more"))
                        .toList();
    }

    static Level worst(List<Notice> members) {
        return members.stream()
                .map(Notice::level)
                .min(Comparator.naturalOrder())
                .orElse(Level.NEUTRAL);
    }

    private static Notice shown(Notice first, Level level, String subject, String happened) {
        Notice shown = Notice.of(first.service(), first.event(), level, first.emoji(), subject, happened);
        return first.correlation().map(shown::correlation).orElse(shown);
    }

    private static Optional<String> subject(List<Notice> members) {
        List<String> subjects = members.stream().map(Notice::subject).distinct().toList();
        return subjects.size() == 1
                ? Optional.of(subjects.getFirst())
                : episodes(subjects)
                        .or(() -> Optional.ofNullable(
                                        WORKS.get(members.getFirst().service()))
                                .flatMap(works -> byOne(subjects, works)));
    }

    private static Optional<String> episodes(List<String> subjects) {
        Set<String> seasons = new TreeSet<>();
        Set<String> series = new HashSet<>();
        SortedSet<Integer> numbers = new TreeSet<>();
        int count = 0;
        for (String subject : subjects) {
            Matcher parts = EPISODES.matcher(subject);
            if (!parts.matches()) {
                return Optional.empty();
            }
            int from = Integer.parseInt(parts.group("from"));
            int to = parts.group("to") == null ? from : Integer.parseInt(parts.group("to"));
            if (to < from || to - from > MOST_EPISODES) {
                return Optional.empty();
            }
            for (int number = from; number <= to; number++) {
                numbers.add(number);
            }
            count += to - from + 1;
            series.add(parts.group("series"));
            seasons.add(parts.group("season"));
        }
        return series.size() == 1
                ? Optional.of(series.iterator().next() + range(seasons, numbers, count))
                : Optional.empty();
    }

    private static String range(Set<String> seasons, SortedSet<Integer> numbers, int count) {
        if (seasons.size() > 1) {
            return " (" + count + " episodes)";
        }
        String season = " S" + seasons.iterator().next();
        int first = numbers.first();
        int last = numbers.last();
        if (first == last) {
            return season + "E" + two(first);
        }
        return last - first + 1 == numbers.size()
                ? season + "E" + two(first) + "–E" + two(last)
                : season + " (" + numbers.size() + " episodes)";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private static Optional<String> byOne(List<String> subjects, String works) {
        List<Matcher> parts = subjects.stream().map(WORK::matcher).toList();
        if (!parts.stream().allMatch(Matcher::matches)) {
            return Optional.empty();
        }
        List<String> makers =
                parts.stream().map(part -> part.group("maker")).distinct().toList();
        return makers.size() == 1
                ? Optional.of(makers.getFirst() + " (" + subjects.size() + " " + works + ")")
                : Optional.empty();
    }

    /** Where one maker's works stand together: each with its own title. */
    private static List<String> works(List<Notice> members) {
        List<String> subjects = members.stream().map(Notice::subject).distinct().toList();
        if (subjects.size() == 1 || episodes(subjects).isPresent()) {
            return List.of();
        }
        return some(
                subjects.stream()
                        .map(subject -> subject.substring(subject.indexOf(": ") + 2))
                        .toList(),
                LINES - 2);
    }

    /** The facts of the first that all others have as well. */
    private static List<String> common(List<Notice> members) {
        return members.getFirst().lines().stream()
                .map(line -> String.join(
                        " · ",
                        facts(line)
                                .filter(fact -> !SIZE.matcher(fact).matches())
                                .filter(fact -> members.stream()
                                        .allMatch(member -> member.lines().stream()
                                                .flatMap(Together::facts)
                                                .anyMatch(fact::equals)))
                                .toList()))
                .filter(line -> !line.isEmpty())
                .limit(2)
                .toList();
    }

    private static Stream<String> facts(String line) {
        return Arrays.stream(line.split(" · "));
    }

    private static <T> List<T> kept(List<T> first, Stream<List<T>> all) {
        List<T> kept = new ArrayList<>(first);
        all.forEach(kept::retainAll);
        return kept;
    }

    /** The words that all end in. */
    private static String tail(List<String> texts) {
        String tail = texts.getFirst();
        for (String text : texts) {
            while (!tail.isEmpty() && !text.equals(tail) && !text.endsWith(" " + tail)) {
                int blank = tail.indexOf(' ');
                tail = blank < 0 ? "" : tail.substring(blank + 1);
            }
        }
        return tail;
    }

    private static String head(String text, String tail) {
        return text.substring(0, text.length() - tail.length()).strip();
    }
}
