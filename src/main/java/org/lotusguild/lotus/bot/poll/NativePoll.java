package org.lotusguild.lotus.bot.poll;

import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The events of MSC3381, under the names that clients registered before the specification had them, and under its own. */
final class NativePoll {
    private static final String UNSTABLE = "org.matrix.msc3381.poll.";
    private static final String UNSTABLE_TEXT = "org.matrix.msc1767.text";

    private NativePoll() {}

    private static boolean stable(Poll poll) {
        return poll.form() == Poll.Form.STABLE;
    }

    static String startType(Poll poll) {
        return stable(poll) ? "m.poll.start" : UNSTABLE + "start";
    }

    static String endType(Poll poll) {
        return stable(poll) ? "m.poll.end" : UNSTABLE + "end";
    }

    /** One answer of each person, visible before the end; the ids of the answers are their numbers. */
    static ObjectNode start(Poll poll) {
        boolean stable = stable(poll);
        ObjectNode content = Json.object();
        content.putObject("m.mentions"); // nobody is called by the words of a question
        text(content, stable, fallback(poll));
        ObjectNode start = content.putObject(stable ? "m.poll" : UNSTABLE + "start");
        start.put("kind", stable ? "m.disclosed" : UNSTABLE + "disclosed");
        start.put("max_selections", 1);
        text(start.putObject("question"), stable, poll.question());
        ArrayNode answers = start.putArray("answers");
        for (int i = 0; i < poll.size(); i++) {
            ObjectNode answer = answers.addObject();
            answer.put(stable ? "m.id" : "id", poll.choice(i));
            text(answer, stable, poll.name(i));
        }
        return content;
    }

    /** @param result for clients that show the text alone */
    static ObjectNode end(Poll poll, EventId start, String result) {
        ObjectNode content = Json.object();
        content.putObject("m.mentions");
        text(content, stable(poll), result);
        if (!stable(poll)) {
            content.putObject(UNSTABLE + "end");
        }
        return Relations.reference(content, start);
    }

    private static void text(ObjectNode holder, boolean stable, String text) {
        if (stable) {
            holder.putArray("m.text").addObject().put("body", text);
        } else {
            holder.put(UNSTABLE_TEXT, text);
        }
    }

    private static String fallback(Poll poll) {
        StringBuilder text = new StringBuilder(poll.question());
        for (int i = 0; i < poll.size(); i++) {
            text.append("\n").append(i + 1).append(". ").append(poll.name(i));
        }
        return text.toString();
    }
}
