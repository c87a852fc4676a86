package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Job;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of commands, each once: what a crash cut off is not run again, and who asked is told at the next start. Jobs
 * do not wait for one another, nor do the rooms wait for them.
 */
final class Works implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Works.class);
    private static final int MOST = 64;
    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final Duration ARRIVAL_AT_STOP = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(3);
    /** Nobody waits for an answer any more. */
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    private final Database db;
    private final Clock clock;
    private final Answers answers;
    private final Typing typing;
    private final Runner runner;
    private final WorkStore store;
    private final CooldownStore cooldowns = new CooldownStore();
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Works(UserId account, Kit kit, Answers answers, Typing typing, Runner runner) {
        this.db = kit.database();
        this.clock = kit.clock();
        this.answers = answers;
        this.typing = typing;
        this.runner = runner;
        this.store = new WorkStore(account);
    }

    boolean full() {
        return stopping || running.size() >= MOST;
    }

    /** Inside of the transaction that claims the trigger; the job runs after its commit. */
    void begin(Tx tx, WorkStore.Task task, Reply.Work work) {
        store.add(tx, task);
        work.mark().ifPresent(key -> answers.put(tx, task.origin(), new Reply.React(key)));
        tx.afterCommit(() -> {
            work.job().accepted();
            start(() -> run(task, work.job()));
        });
    }

    /** Tells those whom an earlier process owes an answer. */
    void resume() {
        for (WorkStore.Task task : db.read(store::all)) {
            boolean awaited = task.begun().isAfter(clock.instant().minus(FORGOTTEN));
            Reply sorry = awaited ? Reply.refuse("I was interrupted, please ask again.") : new Reply.Silence();
            db.run(tx -> {
                if (store.take(tx, task.origin().id())) {
                    end(tx, task, sorry);
                }
            });
            start(() -> unmark(task.origin()));
        }
    }

    private void start(Runnable effect) {
        Thread thread = Thread.ofVirtual().name("bot-work").unstarted(() -> {
            try {
                effect.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread);
        thread.start();
    }

    private void run(WorkStore.Task task, Job job) {
        Sheet sheet = new Sheet(task, db, clock, answers);
        try {
            finish(task, job, sheet, answer(task, job, sheet));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("command", task.command()).setCause(e).log("an answer could not be stored");
        }
    }

    private Reply answer(WorkStore.Task task, Job job, Sheet sheet) throws InterruptedException {
        try (Typing.Watch _ = typing.begin(task.origin().room())) {
            return job.run(sheet);
        } catch (HttpFailure e) {
            if (e.kind() == HttpFailure.Kind.INTERRUPTED) {
                throw new InterruptedException("asked to stop while the homeserver was asked");
            }
            return runner.failed(task.command(), e);
        } catch (RuntimeException e) {
            return runner.failed(task.command(), e);
        }
    }

    private void finish(WorkStore.Task task, Job job, Sheet sheet, Reply reply) throws InterruptedException {
        Optional<EventId> first = sheet.first(stopping ? ARRIVAL_AT_STOP : ARRIVAL);
        first.ifPresent(job::arrived);
        db.run(tx -> {
            if (!store.take(tx, task.origin().id())) {
                return; // another process took us for dead and has told who asked
            }
            Optional<Doc> text = text(reply);
            if (first.isPresent() && text.isPresent()) {
                refund(tx, task, reply);
                sheet.edit(tx, first.get(), text.get());
            } else {
                end(tx, task, reply);
            }
        });
        unmark(task.origin());
    }

    private void end(Tx tx, WorkStore.Task task, Reply reply) {
        refund(tx, task, reply);
        Optional<Doc> text = text(reply);
        if (text.isPresent()) {
            answers.answer(tx, task.origin(), Sheet.first(task, text.get(), clock.instant()));
        } else {
            answers.put(tx, task.origin(), reply);
        }
    }

    private void refund(Tx tx, WorkStore.Task task, Reply reply) {
        if (reply instanceof Reply.Refuse(Doc why, boolean refund) && refund) {
            cooldowns.giveBack(tx, task.caller(), task.command());
        }
    }

    private static Optional<Doc> text(Reply reply) {
        return switch (reply) {
            case Reply.Say(Doc doc) -> Optional.of(doc);
            case Reply.Refuse(Doc why, boolean refund) -> Optional.of(why);
            case Reply _ -> Optional.empty();
        };
    }

    private void unmark(Origin trigger) {
        try {
            Optional<Ticket> mark = db.read(tx -> answers.reaction(tx, trigger));
            if (mark.isPresent() && mark.get().await(ARRIVAL) instanceof Ticket.Sent(EventId reaction)) {
                db.run(tx -> answers.takeBack(tx, trigger, reaction));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("room", trigger.room())
                    .addKeyValue("why", e.getMessage())
                    .log("a reaction could not be taken back");
        }
    }

    /** Asks all jobs to stop; they have three seconds for their last words. */
    @Override
    public void close() {
        stopping = true;
        running.forEach(Thread::interrupt);
        long end = System.nanoTime() + STOP.toNanos();
        try {
            for (Thread job : running) {
                job.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
