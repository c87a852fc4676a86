package org.lotusguild.lotus.bot.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chance as a test says it: each bounded number asked for is the next of the script. */
public final class Scripted implements RandomGenerator {
    private final Deque<Integer> script;

    public Scripted(Integer... numbers) {
        this.script = new ArrayDeque<>(List.of(numbers));
    }

    @Override
    public int nextInt(int origin, int bound) {
        int next = script.removeFirst();
        if (next < origin || next >= bound) {
            throw new AssertionError(next + " was scripted where " + origin + " to " + bound + " was asked for");
        }
        return next;
    }

    @Override
    public int nextInt(int bound) {
        return nextInt(0, bound);
    }

    @Override
    public boolean nextBoolean() {
        return nextInt(0, 2) == 1;
    }

    @Override
    public long nextLong() {
        throw new AssertionError("not scripted");
    }
}
