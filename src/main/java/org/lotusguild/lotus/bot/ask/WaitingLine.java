package org.lotusguild.lotus.bot.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.base.id.UserId;

/** Who asks when: first come, first served. Nobody stands in line twice, so nobody can push the others back. */
final class WaitingLine {
    private final int parallel;
    private final int waiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Place> places = new ArrayList<>();

    WaitingLine(int parallel, int waiting) {
        this.parallel = parallel;
        this.waiting = waiting;
    }

    /** One in the line. Each is another, also of the same user. */
    static final class Place {
        private final UserId user;

        private Place(UserId user) {
            this.user = user;
        }
    }

    sealed interface Entry {}

    /** @param before how many are answered first, those included who are being answered; 0 if none needs to wait */
    record Entered(Place place, int before) implements Entry {}

    record Full() implements Entry {}

    record InAlready() implements Entry {}

    Entry enter(UserId user) {
        lock.lock();
        try {
            if (places.stream().anyMatch(place -> place.user.equals(user))) {
                return new InAlready();
            }
            int before = places.size();
            if (before >= parallel + waiting) {
                return new Full();
            }
            Place place = new Place(user);
            places.add(place);
            return new Entered(place, before < parallel ? 0 : before);
        } finally {
            lock.unlock();
        }
    }

    void awaitTurn(Place place) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (places.indexOf(place) >= parallel) {
                moved.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(Place place) {
        lock.lock();
        try {
            places.remove(place);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
