package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InputStream;
import org.lotusguild.lotus.http.HttpFailure.Kind;

/** The body of an answer, unframed and capped. Reading throws {@link HttpFailure}. */
final class WireBody extends InputStream {
    private static final int LINE_CAP = 4096;
    private final HttpCall call;
    private final Deadline deadline;
    private final InputStream in;
    private final boolean chunked;
    private final boolean untilClosed;
    /** Of the body or of the chunk. */
    private long left;

    private boolean firstChunk = true;
    private boolean ended;
    private long taken;

    WireBody(HttpCall call, Deadline deadline, long framing, InputStream in) {
        this.call = call;
        this.deadline = deadline;
        this.in = in;
        this.chunked = framing == AnswerHead.CHUNKED;
        this.untilClosed = framing == AnswerHead.UNTIL_CLOSED;
        this.left = Math.max(framing, 0);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            int count = untilClosed ? in.read(target, offset, length) : framed(target, offset, length);
            taken += Math.max(count, 0);
            if (taken > call.answerCap()) {
                throw new HttpFailure(
                        Kind.TOO_LARGE, call + ": the answer is longer than " + call.answerCap() + " bytes", null);
            }
            return count;
        } catch (IOException e) {
            throw Exchange.failure(call, deadline, e, Kind.BROKEN);
        }
    }

    private int framed(byte[] target, int offset, int length) throws IOException {
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (left == 0 || length == 0) {
            return left == 0 ? -1 : 0;
        }
        int count = in.read(target, offset, (int) Math.min(left, length));
        if (count < 0) {
            throw new IOException("the answer broke off");
        }
        left -= count;
        return count;
    }

    /** Whether it was read to the end that its framing names. */
    boolean ended() {
        return !untilClosed && left == 0 && (ended || !chunked);
    }

    private void nextChunk() throws IOException {
        int[] cap = {LINE_CAP};
        if (!firstChunk && !AnswerHead.line(in, cap).isEmpty()) {
            throw new IOException("the answer has a broken chunk");
        }
        firstChunk = false;
        String size = AnswerHead.line(in, cap).split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("the answer has a broken chunk");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            skipTrailers(cap);
            ended = true;
        }
    }

    private void skipTrailers(int[] cap) throws IOException {
        while (!AnswerHead.line(in, cap).isEmpty()) {
            // Nobody asked for any.
            continue;
        }
    }
}
