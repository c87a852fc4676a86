package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lotus against a bot on matrix-nio, on one homeserver, by turns: how long one {@code !flip} at a time takes until its answer, and
 * how many of 300 are answered that ten senders in parallel ask at once, and how fast. Beside it what the homeserver itself takes:
 * the same 300 in a room without a bot.
 */
final class NioBench {
    private static final int WARM_UP = 30;
    private static final int EACH = 60;
    private static final int BURST = 300;
    private static final int SENDERS = 10;
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final ExistingServer server;
    private final Person alice;
    private final Person bob;
    private final List<Double> floors = new ArrayList<>();

    private NioBench(ExistingServer server) {
        this.server = server;
        this.alice = server.person("alice");
        this.bob = server.person("bob");
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        try (ExistingServer server = ExistingServer.start();
                NioBot nio = NioBot.start(server)) {
            new NioBench(server).run(rounds, new Peer("Lotus", server.bot()), new Peer("matrix-nio", nio.user()));
        }
    }

    /** A bot and what was measured of it. */
    private record Peer(String name, String user, List<Double> above, List<Double> rates, List<Double> answered) {
        private Peer(String name, String user) {
            this(name, user, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private void run(int rounds, Peer... peers) throws Exception {
        String quiet = roomWith(bob.user());
        bob.join(quiet);
        alice.floorTimes(quiet, "warm", WARM_UP, bob);
        List<String> rooms = new ArrayList<>();
        for (Peer peer : peers) {
            String room = roomWith(peer.user());
            alice.awaitJoin(room, peer.user());
            alice.answerTimes(room, "!flip", WARM_UP, peer.user());
            rooms.add(room);
        }
        List<Double> taken = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double floor = Figures.median(alice.floorTimes(quiet, "tick", EACH, bob));
            floors.add(floor);
            for (int i = 0; i < peers.length; i++) {
                double reply = Figures.median(alice.answerTimes(rooms.get(i), "!flip", EACH, peers[i].user()));
                peers[i].above().add(reply - floor);
            }
            taken.add(rate(burst(roomWith(), "tick"), List.of()));
            for (Peer peer : peers) {
                burst(peer);
            }
        }
        System.out.println(Figures.line("homeserver's floor, p50", floors, "ms"));
        System.out.println(Figures.line("events that the homeserver takes", taken, "1/s"));
        for (Peer peer : peers) {
            System.out.println(Figures.line(peer.name() + ", answer above the floor, p50", peer.above(), "ms"));
            System.out.println(Figures.line(peer.name() + ", answered of " + BURST, peer.answered(), ""));
            System.out.println(Figures.line(peer.name() + ", answers in the burst", peer.rates(), "1/s"));
        }
    }

    private String roomWith(String... others) {
        return alice.createRoom(RoomWish.encrypted().inviting(others));
    }

    private void burst(Peer peer) throws Exception {
        String room = roomWith(peer.user());
        alice.awaitJoin(room, peer.user());
        alice.answerTimes(room, "!flip", 3, peer.user());
        int before = alice.sentAt(room, peer.user()).size();
        List<Long> asked = burst(room, "!flip");
        awaitSilence(room, peer.user(), before + BURST);
        List<Long> answers = alice.sentAt(room, peer.user());
        peer.answered().add((double) answers.size() - before);
        peer.rates().add(rate(asked, answers.subList(before, answers.size())));
    }

    /** Asks; answers when the homeserver took each of the questions, oldest first. */
    private List<Long> burst(String room, String body) throws Exception {
        int before = alice.sentAt(room, alice.user()).size();
        try (ExecutorService pool = Executors.newFixedThreadPool(SENDERS)) {
            Callable<String> ask = () -> alice.text(room, body);
            for (Future<String> sent : pool.invokeAll(Collections.nCopies(BURST, ask))) {
                sent.get();
            }
        }
        List<Long> all = alice.sentAt(room, alice.user());
        return all.subList(before, all.size());
    }

    /** Events a second from the first question to the last answer, or to the last question where nobody answers. */
    private static double rate(List<Long> asked, List<Long> answers) {
        List<Long> counted = answers.isEmpty() ? asked : answers;
        LongSummaryStatistics times = counted.stream().mapToLong(Long::longValue).summaryStatistics();
        return counted.size() * 1000.0 / Math.max(1, times.getMax() - asked.getFirst());
    }

    /** Until all are answered or no answer came for a while. */
    private void awaitSilence(String room, String bot, int all) {
        int count = -1;
        int now = 0;
        while (now > count && now < all) {
            count = now;
            int seen = count;
            Await.happens(SILENCE, () -> {
                Await.elapsed(Duration.ofSeconds(1));
                return alice.sentAt(room, bot).size() > seen;
            });
            now = alice.sentAt(room, bot).size();
        }
    }
}
