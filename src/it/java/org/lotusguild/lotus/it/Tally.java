package org.lotusguild.lotus.it;

import java.util.List;
import java.util.Map;

/**
 * What a room's whole history holds of somebody's answers.
 *
 * @param answers how many there are, by the event that they answer
 * @param unreadable events that the reader could not decrypt
 */
record Tally(Map<String, Integer> answers, List<String> unreadable) {
    int answersTo(String trigger) {
        return answers.getOrDefault(trigger, 0);
    }

    /** Those of the triggers that were not answered exactly as often as wanted. */
    List<String> answeredOtherThan(int times, List<String> triggers) {
        return triggers.stream()
                .filter(trigger -> answersTo(trigger) != times)
                .map(trigger -> trigger + ": " + answersTo(trigger))
                .toList();
    }
}
