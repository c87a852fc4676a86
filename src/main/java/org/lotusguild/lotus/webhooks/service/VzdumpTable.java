package org.lotusguild.lotus.webhooks.service;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The report of a backup, where somebody put it into a message of another kind. */
final class VzdumpTable {
    private static final Pattern HEAD = Pattern.compile("^VMID +Name +Status +Time +Size\\b", Pattern.MULTILINE);

    private VzdumpTable() {}

    /** The text that holds the table. */
    static Optional<String> in(Facts payload) {
        return Stream.of(payload.whole(), payload.whole("text"), payload.whole("content"), payload.whole("message"))
                .filter(VzdumpTable::fits)
                .findFirst();
    }

    static boolean fits(String text) {
        return HEAD.matcher(text).find();
    }
}
