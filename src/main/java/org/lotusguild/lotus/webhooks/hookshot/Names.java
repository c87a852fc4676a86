package org.lotusguild.lotus.webhooks.hookshot;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Hookshot's names hold for a room, ours for all: those that come twice get a number. */
final class Names {
    private static final int LEAST = 3;
    /** Leaves place for a number. */
    private static final int MOST = 58;

    private final Predicate<String> taken;
    private final Set<String> given = new HashSet<>();

    /** @param taken names of hooks that are there already */
    Names(Predicate<String> taken) {
        this.taken = taken;
    }

    String free(String wanted) {
        String name = fitting(wanted);
        String free = name;
        for (int number = 2; taken.test(free) || !given.add(free); number++) {
            free = shortened(name) + "-" + number;
        }
        return free;
    }

    private static String fitting(String wanted) {
        StringBuilder shown = new StringBuilder();
        wanted.codePoints().filter(sign -> !Character.isISOControl(sign)).forEach(shown::appendCodePoint);
        String name = shown.toString().strip();
        if (name.codePointCount(0, name.length()) < LEAST) {
            return name.isEmpty() ? "hook" : name + "-hook";
        }
        return name.codePointCount(0, name.length()) > MOST + 6 ? shortened(name) : name;
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= MOST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MOST)).strip();
    }
}
