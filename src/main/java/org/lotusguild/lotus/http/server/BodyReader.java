package org.lotusguild.lotus.http.server;

import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of one request of the library, with a cap and in time. */
record BodyReader(ServerRequest from, SlowSenders slow, int most) implements Request.Content {

    @Override
    public byte[] read(int wanted) {
        int cap = Math.min(wanted, most);
        if (from.headers().contentLength().orElse(0) > cap) {
            throw Refusal.tooLarge(cap);
        }
        if (!from.content().hasEntity()) {
            return new byte[0];
        }
        slow.begin();
        try {
            // Not closed here: that would read what is not wanted. The library does it when the connection goes on.
            return all(from.content().inputStream(), cap);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RequestException e) {
            throw e.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                    ? Refusal.tooLarge(cap)
                    : Refusal.broken("the body is no HTTP");
        } catch (IOException | RuntimeException e) {
            throw Refusal.broken("the body broke off");
        } finally {
            slow.end();
        }
    }

    private static byte[] all(InputStream in, int cap) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            whole.write(buffer, 0, count);
            if (whole.size() > cap) {
                throw Refusal.tooLarge(cap);
            }
        }
        return whole.toByteArray();
    }
}
