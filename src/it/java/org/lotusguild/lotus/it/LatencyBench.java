package org.lotusguild.lotus.it;

import java.util.ArrayList;
import java.util.List;

/**
 * How long one {@code !ping} at a time takes until its answer, in an encrypted room: from before the question is encrypted to the
 * answer decrypted in the asking client. The homeserver's own floor is the same client without the bot: until another person's
 * client has decrypted the message. Both by turns, in one run.
 */
final class LatencyBench {
    private static final int WARM_UP = 30;
    private static final int EACH = 100;

    private LatencyBench() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Rounds floor = new Rounds("homeserver's floor");
        Rounds answer = new Rounds("!ping until its answer");
        List<Double> above = new ArrayList<>();
        try (ExistingServer server = ExistingServer.start()) {
            Person alice = server.person("alice");
            Person bob = server.person("bob");
            String withBot = server.roomWithBot(alice, RoomWish.encrypted());
            String without = alice.createRoom(RoomWish.encrypted().inviting(bob.user()));
            bob.join(without);
            alice.awaitJoin(without, bob.user());
            alice.answerTimes(withBot, "!ping", WARM_UP, server.bot());
            alice.floorTimes(without, "warm", WARM_UP, bob);
            for (int round = 0; round < rounds; round++) {
                floor.add(alice.floorTimes(without, "tick", EACH, bob));
                answer.add(alice.answerTimes(withBot, "!ping", EACH, server.bot()));
                above.add(answer.lastMedian() - floor.lastMedian());
            }
        }
        floor.print();
        answer.print();
        System.out.println(Figures.line("answer above the floor, p50", above, "ms"));
    }

    /** The percentiles of each round. */
    private static final class Rounds {
        private final String name;
        private final List<Double> medians = new ArrayList<>();
        private final List<Double> slowest = new ArrayList<>();

        private Rounds(String name) {
            this.name = name;
        }

        private void add(List<Double> times) {
            medians.add(Figures.median(times));
            slowest.add(Figures.percentile(times, 99));
        }

        private double lastMedian() {
            return medians.getLast();
        }

        private void print() {
            System.out.println(Figures.line(name + ", p50", medians, "ms"));
            System.out.println(Figures.line(name + ", p99", slowest, "ms"));
        }
    }
}
