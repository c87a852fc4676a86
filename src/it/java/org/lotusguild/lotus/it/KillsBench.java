package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code kill -9} at random moments while people in clear rooms give commands and play the word game: each command must have one
 * answer in the end, and the guesses on the boards of a player must never become fewer.
 */
final class KillsBench {
    /** Together no more than the bot follows invites in a moment. */
    private static final int ROOMS = 3;

    private static final int PLAYERS = 7;
    private static final int GUESSES = 6;
    private static final List<String> WORDS = List.of("crane", "slate", "mount", "vivid", "fuzzy", "whelp");
    private static final Pattern BOARD = Pattern.compile("^Lotus Word \\d+ · (?:solved in )?(\\d)/6");

    private record Question(int asker, String event) {}

    private final ExistingServer server;
    private final Crowd crowd;
    private final int aSecond;
    private final List<String> rooms = new ArrayList<>();
    private final List<String> chats = new ArrayList<>();
    private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean over;
    private int moves;

    private KillsBench(ExistingServer server, int aSecond) {
        this.server = server;
        this.aSecond = aSecond;
        this.crowd = new Crowd(server.homeserver(), PLAYERS);
    }

    public static void main(String[] args) throws Exception {
        int kills = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int aSecond = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        try (ExistingServer server = ExistingServer.startBeside(Crowd.REGISTRATION)) {
            KillsBench bench = new KillsBench(server, aSecond);
            bench.prepare();
            boolean good = bench.run(kills);
            if (!good) {
                System.exit(1);
            }
        }
    }

    private void prepare() {
        crowd.register();
        for (int room = 0; room < ROOMS; room++) {
            rooms.add(crowd.createRoom(room, false, server.bot()));
            crowd.awaitJoined(room, rooms.getLast(), server.bot());
        }
        for (int player = 0; player < PLAYERS; player++) {
            chats.add(crowd.createRoom(player, true, server.bot()));
        }
        for (int player = 0; player < PLAYERS; player++) {
            crowd.awaitJoined(player, chats.get(player), server.bot());
            crowd.say(player, chats.get(player), "!wordle");
        }
    }

    private boolean run(int kills) throws InterruptedException {
        Random moments = new Random(20261125);
        Thread talk = Thread.ofVirtual().start(this::talk);
        for (int kill = 0; kill < kills; kill++) {
            Await.elapsed(Duration.ofMillis(moments.nextInt(4_000)));
            if (kill * PLAYERS * GUESSES / kills >= moves) {
                move();
            }
            Await.elapsed(Duration.ofMillis(moments.nextInt(300)));
            server.lotus().killAtOnce();
            server.lotus().begin();
            server.lotus().awaitReady();
        }
        over = true;
        talk.join();
        Await.happens(Duration.ofMinutes(3), () -> unanswered() == 0);
        return tell(kills);
    }

    /** At an even pace; where the homeserver does not keep up, as fast as it does. */
    private void talk() {
        long begin = System.nanoTime();
        for (int n = 0; !over; n++) {
            long due = begin + n * 1_000_000_000L / aSecond;
            while (System.nanoTime() < due && !over) {
                Await.elapsed(Duration.ofMillis(10));
            }
            int room = n % ROOMS;
            asked.add(new Question(room, crowd.say(room, rooms.get(room), "!roll 2d6")));
        }
    }

    /** The next guess of the next player: it is on its way when the kill comes. */
    private void move() {
        int player = moves % PLAYERS;
        crowd.say(player, chats.get(player), "!wordle " + WORDS.get(moves / PLAYERS));
        moves++;
    }

    private List<Answered> answers() {
        List<Answered> all = new ArrayList<>();
        for (int room = 0; room < ROOMS; room++) {
            all.add(Answered.in(crowd.history(room, rooms.get(room)), server.bot()));
        }
        return all;
    }

    private long unanswered() {
        List<Answered> answers = answers();
        return asked.stream().filter(q -> answers.get(q.asker()).to(q.event()) == 0).count();
    }

    private static double longest(List<Answered> answers) {
        return answers.stream().flatMap(room -> room.took().values().stream()).mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private boolean tell(int kills) {
        List<Answered> answers = answers();
        long doubled = asked.stream().filter(q -> answers.get(q.asker()).to(q.event()) > 1).count();
        long lost = asked.stream().filter(q -> answers.get(q.asker()).to(q.event()) == 0).count();
        int boards = 0;
        int takenBack = 0;
        for (int player = 0; player < PLAYERS; player++) {
            int before = 0;
            for (String body : Answered.in(crowd.history(player, chats.get(player)), server.bot()).others()) {
                Matcher board = BOARD.matcher(body);
                if (board.find()) {
                    int guesses = Integer.parseInt(board.group(1));
                    boards++;
                    takenBack += guesses < before ? 1 : 0;
                    before = guesses;
                }
            }
        }
        System.out.printf("kills: %d; commands: %d; answered once: %.2f %%, not: %d, more than once: %d%n",
                kills, asked.size(), 100.0 * (asked.size() - lost - doubled) / Math.max(1, asked.size()), lost, doubled);
        System.out.printf("longest wait for an answer: %.0f s; after 120 s a command is too old, so many such waits mean: too many commands%n", longest(answers) / 1000);
        System.out.printf("moves: %d; boards: %d, with fewer guesses than the one before: %d%n", moves, boards, takenBack);
        return doubled == 0 && takenBack == 0 && lost * 100 <= asked.size();
    }
}
