package org.lotusguild.lotus.launch.chat;

import java.util.List;

/** What {@code /help} says; short lines, for narrow windows. */
final class HelpText {
    static final List<String> LINES = List.of(
            "What you type is said in the room before the >.",
            "/rooms       your rooms; (3) = three unread",
            "/room NAME   go to a room; Tab completes",
            "/join ROOM   enter a room: #alias or !id",
            "/quit        leave the chat (Ctrl-D too)",
            "//text       say a text that begins with /");

    private HelpText() {}
}
