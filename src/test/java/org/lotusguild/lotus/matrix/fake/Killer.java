package org.lotusguild.lotus.matrix.fake;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.Tx;

/** Kills a process before, in or after one use of the database or of the network: from then on none of them works. */
public final class Killer {

    /** Nothing of a dead process does anything any more. */
    public static final class Killed extends Error {
        private Killed() {
            super("killed", null, false, false);
        }
    }

    private final int point;
    private final CountDownLatch dead = new CountDownLatch(1);
    private int passed;

    /** @param point how many uses go well */
    public Killer(int point) {
        this.point = point;
    }

    private synchronized void pass() {
        if (passed == point) {
            dead.countDown();
            throw new Killed();
        }
        passed++;
    }

    public boolean struck() {
        return dead.getCount() == 0;
    }

    /** False if the process lives on. */
    public boolean awaitDeath(long millis) throws InterruptedException {
        return dead.await(millis, TimeUnit.MILLISECONDS);
    }

    public HttpCaller http(HttpCaller real) {
        return new HttpCaller() {
            @Override
            public HttpAnswer send(HttpCall call) {
                pass();
                HttpAnswer answer = real.send(call);
                pass();
                return answer;
            }

            @Override
            public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
                return real.stream(call, accepted, refused);
            }
        };
    }

    public Database database(Database real) {
        return new Database() {
            @Override
            public <T> T inTransaction(Function<Tx, T> body) {
                pass();
                T result = real.inTransaction(tx -> {
                    T inside = body.apply(tx);
                    pass();
                    return inside;
                });
                pass();
                return result;
            }

            @Override
            public <T> T read(Function<Tx, T> body) {
                pass();
                return real.read(body);
            }

            @Override
            public Leases leases() {
                return real.leases();
            }

            @Override
            public void close() {}
        };
    }
}
