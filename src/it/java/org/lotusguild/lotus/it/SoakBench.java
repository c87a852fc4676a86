package org.lotusguild.lotus.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.lotusguild.lotus.base.Pause;

/**
 * A long talk in encrypted rooms under kills, restarts and changes of people and devices ({@link Soak}); says each minute how
 * far it is. Failures, with event ids, are written to a file under {@code target/it}; exit code 1 if there are any.
 */
final class SoakBench {
    private static final Duration TELL = Duration.ofMinutes(1);

    private SoakBench() {}

    public static void main(String[] args) throws Exception {
        SoakPlan plan = SoakPlan.parse(List.of(args));
        System.out.println("soak " + plan);
        long begin = System.nanoTime();
        SoakVerdict verdict;
        try (ExistingServer server = ExistingServer.start()) {
            Soak soak = Soak.prepare(plan, server);
            Thread teller = Thread.ofVirtual().start(() -> tell(soak));
            verdict = soak.run();
            teller.interrupt();
        }
        Path file = Tools.repository().resolve("target/it/soak-" + plan.seed() + "-failures.txt");
        verdict.write(file);
        System.out.printf("%d messages, %d of them commands, in %d s%n",
                verdict.messages(), verdict.commands().size(), (System.nanoTime() - begin) / 1_000_000_000);
        System.out.printf("undecryptable: %d, lost: %d, doubled: %d, complaints of the bot: %d%n",
                verdict.undecryptable().size(), verdict.lost().size(), verdict.doubled().size(), verdict.complaints().size());
        if (!verdict.failures().isEmpty()) {
            System.out.println("see " + file);
            System.exit(1);
        }
    }

    private static void tell(Soak soak) {
        try {
            while (true) {
                Pause.real().take(TELL);
                System.out.println(soak.progress());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
