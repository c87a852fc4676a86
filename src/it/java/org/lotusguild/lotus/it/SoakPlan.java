package org.lotusguild.lotus.it;

import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * How much a soak does. The same seed takes the same decisions; which of them meet on the wire is left to the machine.
 *
 * @param messages encrypted messages, those of people and the bot's answers together
 * @param kills of Lotus, each {@code kill -9}
 * @param restarts of the homeserver
 * @param changes joins, leaves and new devices, in equal parts
 */
record SoakPlan(int messages, int kills, int restarts, int changes, long seed) {
    private static final SoakPlan LONG = new SoakPlan(10_000, 30, 10, 30, 1);

    /** Reads {@code messages=10000 kills=30 restarts=10 changes=30 seed=1}; what is left out is as in this line. */
    static SoakPlan parse(List<String> words) {
        SoakPlan plan = LONG;
        for (String word : words) {
            String[] parts = word.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("not name=number: " + word);
            }
            plan = plan.with(parts[0], Long.parseLong(parts[1]));
        }
        return plan;
    }

    private SoakPlan with(String name, long value) {
        int count = Math.toIntExact(name.equals("seed") ? 0 : value);
        return switch (name) {
            case "messages" -> new SoakPlan(count, kills, restarts, changes, seed);
            case "kills" -> new SoakPlan(messages, count, restarts, changes, seed);
            case "restarts" -> new SoakPlan(messages, kills, count, changes, seed);
            case "changes" -> new SoakPlan(messages, kills, restarts, count, seed);
            case "seed" -> new SoakPlan(messages, kills, restarts, changes, value);
            default -> throw new IllegalArgumentException(
                    "unknown: " + name + " (there are messages, kills, restarts, changes, seed)");
        };
    }

    /** Randomness of one of those who act. */
    Random dice(int who) {
        return new Random(seed * 31 + who);
    }

    /** So many moments between the first tenth and the last of the messages, in order. */
    List<Integer> moments(int count, Random dice) {
        IntSupplier moment = () -> messages / 10 + dice.nextInt(Math.max(1, messages * 8 / 10));
        return Stream.generate(moment::getAsInt).limit(count).sorted().toList();
    }

    @Override
    public String toString() {
        return "messages=%d kills=%d restarts=%d changes=%d seed=%d".formatted(messages, kills, restarts, changes, seed);
    }
}
