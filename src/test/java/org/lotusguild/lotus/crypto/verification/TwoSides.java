package org.lotusguild.lotus.crypto.verification;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Seed;
import tools.jackson.databind.node.ObjectNode;

/** Both ends of one exchange and the wire between them, on which a test may lay its hand. */
final class TwoSides implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** One end. */
    static final class Side {
        final UserId user;
        final DeviceId device;
        final Ed25519Key signingKey = key();
        final Ed25519Key master = key();
        final Deque<Turn.Saying> heard = new ArrayDeque<>();
        final List<Turn.Saying> said = new ArrayList<>();
        private final List<ThrowAway> keys = new ArrayList<>();
        Optional<Peer> other = Optional.empty();
        Exchange now;

        private Side(String user, String device, Exchange now) {
            this.user = new UserId(user);
            this.device = new DeviceId(device);
            this.now = now;
        }

        Own own() {
            return new Own(user, device, signingKey, Optional.of(master));
        }

        Peer peer() {
            return new Peer(device, signingKey, Optional.of(master));
        }

        Protocol protocol() {
            return new Protocol(device -> other.filter(peer -> peer.device().equals(device)));
        }

        void hear(String type, ObjectNode content) {
            play(protocol().receive(now, type, content));
        }

        void play(Turn turn) {
            now = turn.next();
            now.key().ifPresent(keys::add);
            said.addAll(turn.sayings());
        }

        String code() {
            return now.phase() instanceof Phase.Cancelled(String code, String reason, boolean byUs) ? code : "";
        }

        ObjectNode lastSaid(String type) {
            return said.stream()
                    .filter(saying -> saying.type().equals(Words.PREFIX + type))
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .content();
        }
    }

    final Side alice;
    final Side bob;

    /** Alice, whose user id is the lower one, has asked; Bob has got the request. */
    TwoSides() {
        this("@alice:example.org", "@bob:example.org");
    }

    TwoSides(String asking, String asked) {
        Exchange nothing = new Exchange(
                "t",
                new Flow.ToDevice("t", Set.of()),
                new Own(new UserId(asking), new DeviceId("A"), key(), Optional.empty()),
                new UserId(asked),
                true,
                NOW,
                new Phase.Asked());
        alice = new Side(asking, "A", nothing);
        bob = new Side(asked, "B", nothing);
        alice.other = Optional.of(bob.peer());
        bob.other = Optional.of(alice.peer());
        alice.play(Protocol.ask("t", new Flow.ToDevice("t", Set.of(bob.device)), alice.own(), bob.user, NOW));
        ObjectNode request = alice.said.getFirst().content();
        Exchange seen = new Exchange(
                "t",
                new Flow.ToDevice("t", Set.of(alice.device)),
                bob.own(),
                alice.user,
                false,
                NOW,
                new Phase.Requested(alice.device));
        bob.play(Protocol.requested(seen, request));
        alice.said.clear();
    }

    private static Ed25519Key key() {
        return Ed25519Seed.random(new SecureRandom()).publicKey();
    }

    TwoSides accepted() {
        bob.play(bob.protocol().accept(bob.now));
        return this;
    }

    /** Carries words until both have nothing more to say. */
    TwoSides talk() {
        while (step(alice, bob) | step(bob, alice)) {
            // on
        }
        return this;
    }

    /** Carries one thing that was said. */
    static boolean step(Side from, Side to) {
        if (from.said.size() <= from.heard.size()) {
            return false;
        }
        Turn.Saying next = from.said.get(from.heard.size());
        from.heard.add(next);
        to.hear(next.type().substring(Words.PREFIX.length()), next.content());
        return true;
    }

    TwoSides comparing() {
        return accepted().talk();
    }

    @Override
    public void close() {
        alice.keys.forEach(ThrowAway::close);
        bob.keys.forEach(ThrowAway::close);
    }
}
