package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Resident memory of Lotus with an encrypted bot: ten seconds after it was ready, and after it has answered 1,000 messages of
 * four people in four encrypted rooms. Also what a reply costs in processor time. A new home each round.
 */
final class MemoryBench {
    private static final int PEOPLE = 4;
    private static final int MESSAGES_EACH = 250;
    private static final Duration REST = Duration.ofSeconds(10);

    private MemoryBench() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        List<Double> idle = new ArrayList<>();
        List<Double> used = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (ExistingServer server = ExistingServer.start()) {
                server.lotus().stop(); // the first one of a build has no archive of the classes yet
                server.lotus().up();
                Await.elapsed(REST);
                long pid = server.lotus().status().pid();
                idle.add(Usage.residentMegabytes(pid));
                List<ProcessHandle> lotus = ProcessHandle.of(pid).stream().toList();
                double before = Usage.cpuSeconds(lotus);
                converse(server);
                cpu.add((Usage.cpuSeconds(lotus) - before) * 1000 / (PEOPLE * MESSAGES_EACH));
                Await.elapsed(REST);
                used.add(Usage.residentMegabytes(pid));
            }
        }
        System.out.println(Figures.line("resident, idle", idle, "MB"));
        System.out.println(Figures.line("resident, after 1,000 messages answered", used, "MB"));
        System.out.println(Figures.line("processor a reply", cpu, "ms"));
    }

    private static void converse(ExistingServer server) throws Exception {
        List<Callable<List<Double>>> talks = new ArrayList<>();
        for (int n = 0; n < PEOPLE; n++) {
            Person person = server.person("person");
            String room = server.roomWithBot(person, RoomWish.encrypted());
            talks.add(() -> person.answerTimes(room, "!ping", MESSAGES_EACH, server.bot()));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Double>> talk : pool.invokeAll(talks)) {
                talk.get();
            }
        }
    }
}
