package org.lotusguild.lotus.webhooks.hook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;

/** All hooks as they are known, and how that stays true: what another process changes is known within two seconds. For many threads. */
final class HookBooks {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofMinutes(1);

    private final WebhooksConfig config;
    private final Database db;
    private final HookStore store;
    private final HookReading reading;
    private final InstantSource clock;
    private final ReentrantLock look = new ReentrantLock();
    private volatile HookBook book;
    private volatile Instant looked;
    private volatile Instant read;

    HookBooks(WebhooksConfig config, Database db, HookStore store, InstantSource clock) {
        this.config = config;
        this.db = db;
        this.store = store;
        this.reading = new HookReading(config);
        this.clock = clock;
        this.looked = clock.instant();
        this.read = looked;
        this.book = db.read(this::book);
    }

    /** One thread at a time looks whether another process changed something; the others go by what was known. */
    HookBook current() {
        Instant now = clock.instant();
        if (!within(LOOK, looked, now) && look.tryLock()) {
            try {
                looked = now;
                if (!within(READ, read, now) || db.read(store::changes) != book.change()) {
                    readNow();
                }
            } catch (StoreException away) {
                // Whoever posts now is refused for it where his post would be stored.
                return book;
            } finally {
                look.unlock();
            }
        }
        return book;
    }

    /** As it is, whoever changed it last. */
    HookBook now() {
        look.lock();
        try {
            if (db.read(store::changes) != book.change()) {
                readNow();
            }
            return book;
        } finally {
            look.unlock();
        }
    }

    /** Of a hook of the file. */
    Optional<String> script(String hook) {
        return reading.script(hook);
    }

    /** A clock that was put back has not been looked at for as long as nobody knows. */
    private static boolean within(Duration limit, Instant since, Instant now) {
        return !now.isBefore(since) && !now.isAfter(since.plus(limit));
    }

    /** This process has changed something. */
    void readAgain() {
        look.lock();
        try {
            readNow();
        } finally {
            look.unlock();
        }
    }

    private void readNow() {
        book = db.read(this::book);
        read = clock.instant();
        looked = read;
    }

    /** As it is in this transaction. */
    HookBook book(Tx tx) {
        Map<String, Switches> switches = store.switches(tx);
        Instant now = clock.instant();
        List<KeptSecret> all = new ArrayList<>(store.secrets(tx));
        config.hooks().forEach(hook -> all.addAll(HookSecrets.ofFile(hook, now)));
        return HookBook.of(
                store.changes(tx),
                config.hooks().stream()
                        .map(hook -> reading.ofFile(hook, switches.getOrDefault(hook.name(), Switches.ON)))
                        .toList(),
                store.all(tx).stream()
                        .map(hook -> reading.ofRow(hook, switches.getOrDefault(hook.name(), Switches.ON)))
                        .toList(),
                all,
                now);
    }
}
