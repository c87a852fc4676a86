package org.lotusguild.lotus.bot.ask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;

/** What was said in which thread, in bounded memory. Whoever names a thread of another room finds nothing. */
final class Conversations {
    private static final int MOST = 1_000;
    private static final int TURNS = 6;

    private final Map<Key, Conversation> byEvent = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(RoomId room, EventId event) {}

    /** The turns of one thread. */
    static final class Conversation {
        private final List<Turn> turns = new ArrayList<>();

        synchronized List<Turn> last() {
            return List.copyOf(turns);
        }

        synchronized void add(String question, String answer) {
            turns.add(new Turn(Turn.Role.USER, question));
            turns.add(new Turn(Turn.Role.ASSISTANT, answer));
            while (turns.size() > TURNS) {
                turns.removeFirst();
            }
        }
    }

    /** That of the thread, if it began with a question or an answer; else a new one. */
    synchronized Conversation of(RoomId room, Optional<EventId> threadRoot, EventId question) {
        Conversation conversation = threadRoot
                .flatMap(root -> Optional.ofNullable(byEvent.get(new Key(room, root))))
                .orElseGet(Conversation::new);
        belongs(room, threadRoot.orElse(question), conversation);
        return conversation;
    }

    /** A thread that begins with this event goes on with the conversation. */
    synchronized void belongs(RoomId room, EventId event, Conversation conversation) {
        byEvent.put(new Key(room, event), conversation);
        if (byEvent.size() > MOST) {
            byEvent.remove(byEvent.keySet().iterator().next());
        }
    }
}
