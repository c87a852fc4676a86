package org.lotusguild.lotus.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.Incoming;

/**
 * Holds events back until the listener behind it exists: the bot needs its rooms, and the rooms need the bot's account. The
 * events wait in the account's inbox.
 */
final class LateListener implements Listener {
    private final CompletableFuture<Listener> behind = new CompletableFuture<>();

    void open(Listener listener) {
        behind.complete(listener);
    }

    @Override
    public void on(Incoming event, Ack ack) {
        try {
            behind.get().on(event, ack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before the bot was there", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the bot never came", e);
        }
    }
}
