package org.lotusguild.lotus.http;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.http.HttpFailure.Kind;

/**
 * The body of an answer while it comes in. The client delivers the next piece only when the last one was read; reading obeys
 * the deadline and the cap of the call and throws {@link HttpFailure}.
 */
final class AnswerStream extends InputStream implements BodySubscriber<AnswerStream> {

    private sealed interface Piece {}

    private record Data(ByteBuffer bytes) implements Piece {}

    private record End(@Nullable Throwable failure) implements Piece {}

    private final HttpCall call;
    private final long deadline;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long taken;
    private boolean ended;

    /** @param deadline by {@link System#nanoTime} */
    AnswerStream(HttpCall call, long deadline) {
        this.call = call;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<AnswerStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.set(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(buffer -> pieces.add(new Data(buffer)));
        if (buffers.isEmpty()) {
            more();
        }
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new End(failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new End(null));
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (!current.hasRemaining()) {
            if (ended) {
                return -1;
            }
            next();
        }
        int count = Math.min(length, current.remaining());
        taken += count;
        if (taken > call.answerCap()) {
            throw new HttpFailure(
                    Kind.TOO_LARGE, call + ": the answer is longer than " + call.answerCap() + " bytes", null);
        }
        current.get(target, offset, count);
        return count;
    }

    private void next() {
        Piece piece = poll();
        switch (piece) {
            case Data data -> {
                current = data.bytes();
                if (pieces.isEmpty()) {
                    more();
                }
            }
            case End(var failure) -> {
                ended = true;
                if (failure != null) {
                    throw new HttpFailure(Kind.BROKEN, call + ": the answer broke off", failure);
                }
            }
        }
    }

    private Piece poll() {
        try {
            Piece piece = pieces.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw new HttpFailure(Kind.TIMEOUT, call + ": no whole answer within " + call.timeout(), null);
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(Kind.INTERRUPTED, call + ": asked to stop", e);
        }
    }

    private void more() {
        Subscription known = subscription.get();
        if (known != null) {
            known.request(1);
        }
    }

    byte[] readAll() {
        return readAtMost(Integer.MAX_VALUE);
    }

    /** Cuts off what is beyond the limit. */
    byte[] readAtMost(int limit) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int count = read(buffer, 0, Math.min(buffer.length, limit));
        while (count > 0) {
            whole.write(buffer, 0, count);
            count = read(buffer, 0, Math.min(buffer.length, limit - whole.size()));
        }
        return whole.toByteArray();
    }

    /** Tells the client that the rest is not wanted; it closes the connection if there is a rest. */
    @Override
    public void close() {
        Subscription known = subscription.get();
        if (known != null && !ended) {
            known.cancel();
        }
    }
}
