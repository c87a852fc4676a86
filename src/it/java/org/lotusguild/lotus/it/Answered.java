package org.lotusguild.lotus.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the bot has answered in a clear room.
 *
 * @param count answers, by the event that they reply to
 * @param took milliseconds from question to first answer, by the homeserver's clock
 * @param others bodies of its other messages, the oldest first
 */
record Answered(Map<String, Integer> count, Map<String, Double> took, List<String> others) {

    static Answered in(List<ObjectNode> history, String bot) {
        Map<String, Long> sent = new HashMap<>();
        history.forEach(event -> sent.put(
                event.path("event_id").asString(), event.path("origin_server_ts").asLong()));
        Answered answered = new Answered(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        for (ObjectNode event : history.reversed()) {
            if (event.path("sender").asString().equals(bot) && event.path("type").asString().equals("m.room.message")) {
                answered.add(event, sent);
            }
        }
        return answered;
    }

    private void add(ObjectNode event, Map<String, Long> sent) {
        Optional<String> about = Json.string(event, "content", "m.relates_to", "m.in_reply_to", "event_id");
        if (about.isEmpty()) {
            others.add(event.path("content").path("body").asString(""));
            return;
        }
        count.merge(about.get(), 1, Integer::sum);
        double time = event.path("origin_server_ts").asLong() - sent.getOrDefault(about.get(), 0L);
        took.putIfAbsent(about.get(), time);
    }

    int to(String question) {
        return count.getOrDefault(question, 0);
    }
}
