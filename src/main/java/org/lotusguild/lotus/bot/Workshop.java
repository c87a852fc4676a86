package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.bot.command.WorkingFeature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the features work that act by themselves, each on a thread of its own. */
final class Workshop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final List<WorkingFeature> features;
    private final Voice voice;
    private final Pause pause;
    private final List<Thread> threads = new ArrayList<>();

    Workshop(List<Feature> features, Answers answers, Kit kit) {
        this.features = features.stream()
                .filter(WorkingFeature.class::isInstance)
                .map(WorkingFeature.class::cast)
                .toList();
        this.voice = (cause, decision) -> kit.database().run(tx -> answers.put(tx, cause, new Reply.Stored(decision)));
        this.pause = kit.pause();
    }

    void start() {
        for (WorkingFeature feature : features) {
            threads.add(Thread.ofVirtual().name("bot-work-" + feature.kind()).start(() -> run(feature)));
        }
    }

    /** Lets each work once. */
    void look() throws InterruptedException {
        for (WorkingFeature feature : features) {
            feature.work(voice);
        }
    }

    private void run(WorkingFeature feature) {
        try {
            while (true) {
                pause.take(worked(feature) ? BETWEEN : AFTER_DEFECT);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean worked(WorkingFeature feature) throws InterruptedException {
        try {
            feature.work(voice);
            return true;
        } catch (RuntimeException defect) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("asked to stop while a feature worked");
            }
            LOG.atError()
                    .addKeyValue("kind", feature.kind())
                    .setCause(defect)
                    .log("a feature failed at its own work; it tries again");
            return false;
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(STOP);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
