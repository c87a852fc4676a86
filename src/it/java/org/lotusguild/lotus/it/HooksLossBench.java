package org.lotusguild.lotus.it;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * Numbered posts under kills, outages of the homeserver and limits ({@link Loss}). Failures, with their numbers, are written to a
 * file under {@code target/it}; exit code 1 if there are any.
 */
final class HooksLossBench {
    private HooksLossBench() {}

    public static void main(String[] args) throws Exception {
        LossPlan plan = LossPlan.parse(List.of(args));
        System.out.println(plan);
        LossVerdict verdict;
        long begin;
        String slowed;
        try (Loss loss = Loss.prepare(plan)) {
            begin = System.nanoTime();
            verdict = loss.run();
            slowed = loss.slowed();
        }
        Path file = Tools.repository().resolve("target/it/hooks-loss-failures.txt");
        verdict.write(file);
        System.out.printf("acknowledged: %d, without an answer: %d (%d of them in the room), refused: %s; in %d s, load %.1f%n",
                verdict.acknowledged().size(), verdict.unanswered().size(), verdict.unansweredThere(), verdict.refusals(),
                (System.nanoTime() - begin) / 1_000_000_000, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf("lost: %d, doubled: %d, refused and delivered: %d, refused without Retry-After: %d, never posted: %d%n",
                verdict.lost().size(), verdict.doubled().size(), verdict.untrue().size(), verdict.withoutTime().size(),
                verdict.unknown().size());
        System.out.println("sent since the last start: " + slowed);
        if (!verdict.failures().isEmpty()) {
            System.out.println("see " + file);
            System.exit(1);
        }
    }
}
