package org.lotusguild.lotus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** A few connections to one SQLite file, opened when they are first needed. */
final class SmallPool {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    private final FairGate gate;
    private final Supplier<Connection> fresh;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    SmallPool(int size, Supplier<Connection> fresh) {
        this.gate = new FairGate(size, WAIT);
        this.fresh = fresh;
    }

    Connection take() {
        gate.enter();
        try {
            Connection known = idle.poll();
            return known == null ? fresh.get() : known;
        } catch (RuntimeException e) {
            gate.leave();
            throw e;
        }
    }

    void giveBack(Connection connection, boolean sound) {
        if (sound) {
            idle.push(connection);
        } else {
            quietly(connection);
        }
        gate.leave();
    }

    void close() {
        gate.shut(LAST_WAIT);
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            quietly(connection);
        }
    }

    /** Nothing hangs on it: a connection that cannot be closed is lost either way. */
    private static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(SmallPool.class)
                    .atDebug()
                    .setCause(e)
                    .log("a connection was not closed");
        }
    }
}
