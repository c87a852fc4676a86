package org.lotusguild.lotus.it;

import java.util.ArrayList;
import java.util.List;

/**
 * How long {@code !ping} takes in a room of many members whose key is already shared, beside a room of two, by turns in one run.
 * The others are users of an application service, who register and join as fast as the homeserver takes it.
 */
final class MembersBench {
    private static final int WARM_UP = 20;
    private static final int EACH = 60;
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 8;

    private MembersBench() {}

    public static void main(String[] args) {
        int members = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        List<Double> small = new ArrayList<>();
        List<Double> large = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        try (ExistingServer server = ExistingServer.startBeside(Crowd.REGISTRATION)) {
            Person alice = server.person("alice");
            String few = server.roomWithBot(alice, RoomWish.encrypted());
            String many = server.roomWithBot(alice, RoomWish.encrypted().open());
            fill(server, many, members - 2);
            alice.answerTimes(few, "!ping", WARM_UP, server.bot());
            alice.answerTimes(many, "!ping", WARM_UP, server.bot());
            for (int round = 0; round < ROUNDS; round++) {
                small.add(Figures.median(alice.answerTimes(few, "!ping", EACH, server.bot())));
                large.add(Figures.median(alice.answerTimes(many, "!ping", EACH, server.bot())));
                ratio.add(large.getLast() / small.getLast());
            }
        }
        System.out.println(Figures.line("!ping until its answer, 2 members, p50", small, "ms"));
        System.out.println(Figures.line("the same, " + members + " members, p50", large, "ms"));
        System.out.println(Figures.line("ratio", ratio, ""));
    }

    private static void fill(ExistingServer server, String room, int count) {
        Crowd crowd = new Crowd(server.homeserver(), count);
        long begin = System.nanoTime();
        crowd.register();
        crowd.each(AT_ONCE, i -> crowd.join(i, room));
        System.out.printf("%d members have joined in %.0f s%n", count, (System.nanoTime() - begin) / 1e9);
    }
}
