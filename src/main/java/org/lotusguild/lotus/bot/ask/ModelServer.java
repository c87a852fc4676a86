package org.lotusguild.lotus.bot.ask;

import java.time.Duration;
import java.util.List;

/** Where a language model answers. */
interface ModelServer {

    Speech ask(List<Turn> turns);

    /** An answer while it comes. Closing it stops the model. */
    interface Speech extends AutoCloseable {
        /** Waits for the next piece, at most so long. */
        Piece next(Duration limit) throws InterruptedException;

        @Override
        void close();
    }

    /** What comes of an answer. */
    sealed interface Piece {}

    record Text(String words) implements Piece {}

    /** Nothing has come in the time that was waited. */
    record Nothing() implements Piece {}

    record End() implements Piece {}

    /** @param why for those who run the server; may hold what the server said */
    record Failed(Trouble trouble, String why) implements Piece {}

    enum Trouble {
        AWAY,
        NOT_INSTALLED,
        BUSY,
        SLOW
    }
}
