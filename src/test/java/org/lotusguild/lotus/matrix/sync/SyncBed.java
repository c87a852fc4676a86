package org.lotusguild.lotus.matrix.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

/** A sync loop with a scripted homeserver, a real database and a clock that stands still until it is set. */
final class SyncBed implements AutoCloseable {
    static final UserId SELF = UserId.parse("@lotus:example.org");
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Secret VAULT_KEY = VaultKey.generate(new SecureRandom());

    final FakeHomeserver server;
    final Database database;
    final MatrixApi api;
    final ReadingMachine machine;
    final List<Incoming> heard = new CopyOnWriteArrayList<>();
    final List<RoomId> exits = new CopyOnWriteArrayList<>();
    final List<RoomId> directs = new CopyOnWriteArrayList<>();
    final List<String> stops = new CopyOnWriteArrayList<>();
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    final Metrics metrics = new Metrics();
    private final Figures figures = new Figures(metrics);
    volatile Instant now = NOW;
    final Skipped skipped = new Skipped(figures, () -> now);
    volatile Listener listener = (event, ack) -> heard.add(event);
    volatile InvitePolicy policy = (room, inviter, direct) -> InvitePolicy.Answer.IGNORE;
    volatile KeyCourier courier = () -> {};
    volatile Outbox outbox = limit -> {};
    SyncLoop loop;

    SyncBed(Path folder) throws IOException {
        server = FakeHomeserver.start();
        server.on("POST", "/_matrix/client/v3/user/.*/filter", Answer.json(Map.of("filter_id", "f1")));
        database = TestDatabases.sqlite(folder, () -> now, "matrix");
        database.run(tx -> tx.sql("insert into matrix_account (account, device) values (:account, 'D')")
                .bind("account", SELF)
                .update());
        api = server.api(() -> now, waits::add);
        machine = new ReadingMachine(database, SELF, DeviceId.parse("D"));
        loop = loop();
    }

    /** As after a restart: the same database, a new loop. */
    SyncLoop loop() {
        return new SyncLoop(parts(Pace.LISTENING));
    }

    SyncLoop.Parts parts(Pace pace) {
        return parts(pace, database, machine, (event, ack) -> listener.on(event, ack));
    }

    SyncLoop.Parts parts(Pace pace, Database through, CryptoMachine own, Listener hearing) {
        return new SyncLoop.Parts(
                SELF,
                api,
                through,
                own,
                VaultKey.parse(VAULT_KEY).vault(SELF.value(), new SecureRandom()),
                () -> courier.flush(),
                () -> courier.flush(),
                (tx, room) -> exits.add(room),
                ours(),
                hearing,
                new IncomingParser(() -> now, Duration.ofMinutes(2)),
                figures,
                skipped,
                (room, inviter, direct) -> policy.decide(room, inviter, direct),
                (inviter, room) -> directs.add(room),
                stops::add,
                () -> now,
                waits::add,
                new Random(1),
                pace);
    }

    /** Whatever the test puts there meanwhile. */
    private Outbox ours() {
        return new Outbox() {
            @Override
            public void awaitEmpty(Duration limit) throws InterruptedException {
                outbox.awaitEmpty(limit);
            }

            @Override
            public void awaitRooms(Duration limit) throws InterruptedException {
                outbox.awaitRooms(limit);
            }
        };
    }

    /** One round over this answer. */
    void take(Told.Answered answer) {
        server.sync(answer.tree());
        try {
            loop.round(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The first sync of an account, with one room. */
    void settled(String room) {
        take(Told.answer("s1").joined(room, Told.member("$own", SELF.value(), "join")));
        loop.deliver();
    }

    SyncedRooms rooms() {
        return rooms(Duration.ofSeconds(20));
    }

    SyncedRooms rooms(Duration soon) {
        return rooms(soon, Duration.ofSeconds(20));
    }

    SyncedRooms rooms(Duration soon, Duration echo) {
        IncomingParser parser = new IncomingParser(() -> now, Duration.ofMinutes(2));
        RelatedEvents related = new RelatedEvents(api.rooms(), machine, parser, () -> now, skipped);
        return new SyncedRooms(SELF, database, api, loop.committed(), related, soon, echo);
    }

    List<String> heardIds() {
        return heard.stream().map(e -> e.meta().id().value()).toList();
    }

    long inboxRows() {
        return database.read(
                        tx -> tx.sql("select count(*) as n from matrix_inbox").first(row -> row.number("n")))
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        loop.close(Duration.ofSeconds(4));
        server.close();
        database.close();
    }
}
