package org.lotusguild.lotus.bot;

import java.time.Duration;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.store.Database;

/**
 * Whether the database answers.
 *
 * @param address without password
 */
public record DatabaseCheck(Database db, String address) implements ServiceCheck {

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Reading check() {
        long start = System.nanoTime();
        db.read(ClaimStore::any);
        return new Up(Duration.ofNanos(System.nanoTime() - start));
    }
}
