package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;

/**
 * Tells people when a message could not be read, once a room and hour. Only where it was for us: in direct chats, and where
 * it answers a message of ours, which is written outside the ciphertext. Mentions are inside.
 */
final class Unreadable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private final Map<EventId, EventMeta> waiting = new ConcurrentHashMap<>();
    private final Buckets<RoomId> once = new Buckets<>(1, Duration.ofHours(1));
    private final DirectChats directChats;
    private final Database db;
    private final RoomSender sender;
    private final Answers answers;
    private final Clock clock;
    private final Pause pause;

    Unreadable(Kit kit, Answers answers) {
        this.directChats = kit.directChats();
        this.db = kit.database();
        this.sender = kit.sender();
        this.answers = answers;
        this.clock = kit.clock();
        this.pause = kit.pause();
    }

    void noticed(Incoming.Undecryptable lost) {
        EventMeta meta = lost.meta();
        Optional<String> words = words(lost.reason());
        if (words.isEmpty() || meta.late() || !mayBeForUs(meta) || waiting.size() >= MOST) {
            return;
        }
        if (waiting.putIfAbsent(meta.id(), meta) == null) {
            Thread.ofVirtual().name("unreadable").start(() -> later(meta, words.get()));
        }
    }

    private boolean mayBeForUs(EventMeta meta) {
        return directChats.isDirect(meta.room())
                || meta.replyTo().isPresent()
                || meta.thread().isPresent();
    }

    private boolean forUs(EventMeta meta) {
        return directChats.isDirect(meta.room())
                || Stream.of(meta.replyTo(), meta.thread())
                        .flatMap(Optional::stream)
                        .anyMatch(event -> db.read(tx -> sender.hasSent(tx, event)));
    }

    /** Why, and what helps. Nothing of what was refused: nobody who means well waits for an answer to it. */
    private static Optional<String> words(Decrypted.Reason reason) {
        return switch (reason) {
            case UNKNOWN_SESSION -> Optional.of("its key has not reached me. Please send it again.");
            case UNKNOWN_INDEX -> Optional.of("I was given the key for later messages only. Please send it again.");
            case WITHHELD_UNVERIFIED, WITHHELD_BLACKLISTED, WITHHELD_UNAUTHORISED, WITHHELD_OTHER ->
                Optional.of("your client keeps its key from me. Allow it to send keys to this device, then send the"
                        + " message again.");
            case WITHHELD_NO_OLM ->
                Optional.of("your client could not reach my device in secret. Please send it again in some minutes.");
            case UNKNOWN_ALGORITHM -> Optional.of("it is encrypted in a way that I do not speak.");
            case REPLAYED, WRONG_ROOM, WRONG_SENDER, BAD_CIPHERTEXT, MALFORMED -> Optional.empty();
        };
    }

    /** The key came after all. */
    void readable(EventId event) {
        waiting.remove(event);
    }

    private void later(EventMeta meta, String words) {
        try {
            pause.take(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (waiting.remove(meta.id()) != null && forUs(meta) && once.take(meta.room(), clock.instant())) {
            db.run(tx -> answers.put(tx, meta, Reply.say("I could not read that: " + words)));
        }
    }
}
