package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Five people and the bot talk in three encrypted rooms, while Lotus is killed, the homeserver restarts, and people leave, come
 * back and change their devices. Alice owns the rooms and stays where she is: she is the witness of what was answered.
 */
final class Soak {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "erin");
    private static final int ROOMS = 3;
    private static final int AT_A_TIME = 8;
    private static final int ROTATED_AFTER = 40;
    private static final int OWN_ROTATION_IN = 20;
    private static final int CHAT_IN = 8;
    private static final Duration ANSWERED = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofMinutes(60);

    private final SoakPlan plan;
    private final ExistingServer server;
    private final String bot;
    private final List<Seat> seats = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private final Queue<SoakVerdict.Command> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean broken;

    private Soak(SoakPlan plan, ExistingServer server) {
        this.plan = plan;
        this.server = server;
        this.bot = server.bot();
    }

    static Soak prepare(SoakPlan plan, ExistingServer server) {
        Soak soak = new Soak(plan, server);
        NAMES.forEach(name -> soak.seats.add(new Seat(server.person(name))));
        for (int n = 0; n < ROOMS; n++) {
            RoomWish wish = RoomWish.encrypted().open().rotatingAfter(ROTATED_AFTER);
            String room = soak.seats.getFirst().act(alice -> server.roomWithBot(alice, wish));
            soak.rooms.add(room);
            soak.seats.getFirst().entered(room);
            soak.seats.getFirst().settled(room);
            soak.seats.stream().skip(1).forEach(seat -> soak.enter(seat, room));
        }
        return soak;
    }

    /** What was reached so far, in one line. */
    String progress() {
        return "%d of %d messages, %d of %d disturbances".formatted(
                messages.get(), plan.messages(), done.get(), plan.kills() + plan.restarts() + plan.changes());
    }

    /** Runs it to its end; the people's last devices have read everything then. */
    SoakVerdict run() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            seats.forEach(seat -> running.add(threads.submit(() -> talk(seat, plan.dice(seats.indexOf(seat))))));
            running.add(threads.submit(() -> change(plan.dice(NAMES.size()))));
            running.add(threads.submit(() -> disturb(plan.dice(NAMES.size() + 1))));
            for (Future<?> one : running) {
                await(one, running);
            }
        }
        rooms.forEach(this::lastQuestion);
        rooms.forEach(this::everybodyIsUpToDate);
        seats.forEach(Seat::read);
        return new SoakVerdict(bot, List.copyOf(commands), seats.stream().flatMap(seat -> seat.readings().stream()).toList());
    }

    private void await(Future<?> one, List<Future<?>> all) throws InterruptedException {
        try {
            one.get(LONGEST.toMinutes(), TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            broken = true;
            all.forEach(other -> other.cancel(true));
            throw new AssertionError("the soak broke off: " + e.getMessage(), e);
        }
    }

    private boolean over() {
        return broken || messages.get() >= plan.messages();
    }

    /** Speaks in turns of a few messages, each turn ending with a command whose answer is waited for. */
    private void talk(Seat seat, Random dice) {
        while (!over()) {
            for (int n = 1; n < AT_A_TIME; n++) {
                say(seat, dice, dice.nextInt(CHAT_IN) != 0);
            }
            SoakVerdict.Command last = say(seat, dice, true);
            // Whether it came at all is judged in the end; here it only keeps people from running ahead of the bot.
            witnessed(last, ANSWERED);
        }
    }

    private boolean witnessed(SoakVerdict.Command command, Duration limit) {
        return Await.happens(limit, () -> {
            try {
                seats.getFirst().now().seen(
                        command.room(), Wanted.pong(command.event()).from(bot).within(Duration.ofSeconds(20)));
                return true;
            } catch (AssertionError notYet) {
                return broken;
            }
        });
    }

    private SoakVerdict.Command say(Seat seat, Random dice, boolean command) {
        boolean rotate = dice.nextInt(OWN_ROTATION_IN) == 0;
        int choice = dice.nextInt(ROOMS);
        int number = messages.addAndGet(command ? 2 : 1);
        return seat.act(person -> {
            List<String> mine = seat.rooms();
            String room = mine.get(choice % mine.size());
            if (rotate) {
                person.discardSession(room);
            }
            String event = person.text(room, (command ? "!ping " : "so much for ") + number);
            SoakVerdict.Command said = new SoakVerdict.Command(room, event);
            if (command) {
                commands.add(said);
            }
            return said;
        });
    }

    private void lastQuestion(String room) {
        String event = seats.getFirst().act(alice -> alice.text(room, "!ping the last"));
        SoakVerdict.Command last = new SoakVerdict.Command(room, event);
        commands.add(last);
        witnessed(last, ANSWERED);
    }

    // ---- What happens to the people

    private void change(Random dice) {
        int n = 0;
        for (int moment : plan.moments(plan.changes(), dice)) {
            reach(moment);
            int kind = n++ % 3;
            Seat seat = seats.get(1 + dice.nextInt(seats.size() - 1));
            String room = rooms.get(dice.nextInt(ROOMS));
            if (kind == 2) {
                renew(seat);
            } else if (seat.isIn(room) && seat.rooms().size() > 1) {
                leave(seat, room);
            } else {
                comeBack(seat, room);
            }
            done.incrementAndGet();
        }
    }

    private static void leave(Seat seat, String room) {
        seat.act(person -> {
            seat.leaving(room);
            person.leave(room);
            return room;
        });
    }

    /** Back into the room, or into one that was left earlier. */
    private void comeBack(Seat seat, String room) {
        rooms.stream().filter(other -> !seat.isIn(other)).findFirst().ifPresent(left -> enter(seat, seat.isIn(room) ? left : room));
    }

    private void enter(Seat seat, String room) {
        seat.act(person -> {
            person.join(room);
            seat.entered(room);
            return room;
        });
        settle(seat, room);
    }

    /** A new device in the place of the old, which reads what it may before it goes. */
    private void renew(Seat seat) {
        seat.rooms().forEach(this::everybodyIsUpToDate);
        String localpart = seat.user().substring(1).split(":", 2)[0];
        seat.moveTo(() -> server.oracle().login(server.homeserver(), localpart, Oracle.PASSWORD));
        seat.rooms().forEach(room -> settle(seat, room));
    }

    /**
     * Until everybody in the room knows of the device, nobody can be blamed for a message without a key for it: each must have
     * seen two messages of it, so one whole sync answer after it came, and finished what was begun before.
     */
    private void settle(Seat seat, String room) {
        for (int n = 0; n < 2; n++) {
            seen(seat, room);
        }
        seat.settled(room);
    }

    /** Keys come with a sync answer: a client that still waits to ask a homeserver that was away cannot read yet. */
    private void everybodyIsUpToDate(String room) {
        seen(seats.getFirst(), room);
    }

    /** A client that could not keep up gets a shorter answer, in which one message may be missing; a later one says as much. */
    private void seen(Seat seat, String room) {
        for (Seat other : seats) {
            if (other != seat && other.isIn(room)) {
                Seat.patiently(() -> {
                    String here = seat.act(person -> person.text(room, "I am here"));
                    messages.incrementAndGet();
                    return other.now().seen(room, Wanted.event(here));
                });
                other.finishes();
            }
        }
    }

    // ---- What happens to the programs

    private void disturb(Random dice) {
        List<Integer> kills = plan.moments(plan.kills(), dice);
        List<Integer> restarts = plan.moments(plan.restarts(), dice);
        int killed = 0;
        for (int restarted = 0; killed < kills.size() || restarted < restarts.size(); ) {
            boolean kill = restarted == restarts.size()
                    || (killed < kills.size() && kills.get(killed) <= restarts.get(restarted));
            reach(kill ? kills.get(killed) : restarts.get(restarted));
            Await.elapsed(Duration.ofMillis(dice.nextInt(500)));
            if (kill) {
                boolean again = dice.nextInt(3) == 0 && killed + 1 < kills.size();
                kill(again ? dice.nextInt(2500) : -1);
                killed += again ? 2 : 1;
                done.addAndGet(again ? 2 : 1);
            } else {
                server.restartHomeserver();
                restarted++;
                done.incrementAndGet();
            }
        }
    }

    /** @param again after so many milliseconds of the next start, ready or not; negative: not again */
    private void kill(int again) {
        server.lotus().killAtOnce();
        server.lotus().begin();
        if (again >= 0) {
            Await.elapsed(Duration.ofMillis(again));
            server.lotus().killAtOnce();
            server.lotus().begin();
        }
        server.lotus().awaitReady();
    }

    /** Waits for a moment of the talk; one that will not come any more is taken at its end. */
    private void reach(int moment) {
        Await.until(LONGEST, "message " + moment, () -> broken || messages.get() >= moment);
    }
}
