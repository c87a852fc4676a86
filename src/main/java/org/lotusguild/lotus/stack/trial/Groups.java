package org.lotusguild.lotus.stack.trial;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Programs that start at once and stop at once. */
final class Groups {
    private Groups() {}

    /** @throws TrialException of the first that does not come up, when all have had their try */
    static void start(List<ChildProcess> group) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> starts = group.stream().map(Groups::start).toList();
            for (Future<Void> started : threads.invokeAll(starts)) {
                started.get();
            }
        } catch (InterruptedException e) {
            throw TrialException.interrupted("the servers were starting");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TrialException known
                    ? known
                    : new IllegalStateException("a program could not be started", e.getCause());
        }
    }

    private static Callable<Void> start(ChildProcess child) {
        return () -> {
            child.start();
            return null;
        };
    }

    /** In a hurry all are told to end, and nobody is waited for. */
    static void stop(List<ChildProcess> group) {
        List<Thread> ending = group.stream()
                .map(child ->
                        Thread.ofVirtual().name("end-" + child.program().name()).start(child::stop))
                .toList();
        try {
            for (Thread thread : ending) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
