package org.lotusguild.lotus.bot.fake;

import java.util.List;

/** What the bot has sent, read like a newspaper: once. */
final class News {
    private final RecordingSender sender;
    private int read;

    News(RecordingSender sender) {
        this.sender = sender;
    }

    boolean isThere() {
        return sender.sent().stream().skip(read).anyMatch(sent -> sent.content().has("body"));
    }

    /** Bodies of messages since the last look; other events are left out, edits show their new text. */
    List<String> unread() {
        List<RecordingSender.Sent> all = sender.sent();
        List<String> bodies = all.stream()
                .skip(read)
                .filter(sent -> sent.type().equals("m.room.message"))
                .map(sent -> sent.content().path("body").asString())
                .toList();
        read = all.size();
        return bodies;
    }

    RecordingSender.Sent message(String beginning) {
        return sender.sent().reversed().stream()
                .filter(sent -> sent.content().path("body").asString("").startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing begins with " + beginning + " in " + sender.bodies()));
    }
}
