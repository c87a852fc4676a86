package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was answered to each post, held against what is in the room.
 *
 * @param refused by number
 * @param room how often each number is there
 */
record LossVerdict(
        Set<Integer> acknowledged, Set<Integer> unanswered, Map<Integer, Posting.Refused> refused, Map<Integer, Integer> room) {
    private static final Set<Integer> SAY_WHEN = Set.of(429, 503);

    private int there(int number) {
        return room.getOrDefault(number, 0);
    }

    List<Integer> lost() {
        return acknowledged.stream().filter(number -> there(number) == 0).sorted().toList();
    }

    List<Integer> doubled() {
        return Stream.of(acknowledged, unanswered)
                .flatMap(Set::stream)
                .filter(number -> there(number) > 1)
                .sorted()
                .toList();
    }

    /** Refused, and in the room all the same. */
    List<Integer> untrue() {
        return refused.keySet().stream().filter(number -> there(number) > 0).sorted().toList();
    }

    /** Refused for now, without a word of when. */
    List<Integer> withoutTime() {
        return refused.entrySet().stream()
                .filter(one -> SAY_WHEN.contains(one.getValue().status())
                        && one.getValue().after().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** In the room, and nobody posted them. */
    List<Integer> unknown() {
        return room.keySet().stream()
                .filter(number -> !acknowledged.contains(number)
                        && !unanswered.contains(number)
                        && !refused.containsKey(number))
                .sorted()
                .toList();
    }

    long unansweredThere() {
        return unanswered.stream().filter(number -> there(number) > 0).count();
    }

    /** How many were refused, by status. */
    Map<Integer, Long> refusals() {
        return refused.values().stream()
                .collect(Collectors.groupingBy(Posting.Refused::status, TreeMap::new, Collectors.counting()));
    }

    List<String> failures() {
        List<String> all = new ArrayList<>();
        lost().forEach(number -> all.add("lost: " + number));
        doubled().forEach(number -> all.add("doubled: " + number + ", " + there(number) + " times"));
        untrue().forEach(number -> all.add("refused and delivered: " + number));
        withoutTime().forEach(number -> all.add("refused without Retry-After: " + number));
        unknown().forEach(number -> all.add("never posted: " + number));
        return all;
    }

    /** Writes the failures to a file, if there are any. */
    void write(Path file) {
        if (!failures().isEmpty()) {
            try {
                Files.write(file, failures());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
