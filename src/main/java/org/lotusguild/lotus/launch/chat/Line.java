package org.lotusguild.lotus.launch.chat;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * One thing to read. What does not fit goes on indented, so that no text can begin a line that looks like somebody else's.
 *
 * @param time shown faintly, may be empty
 * @param who shown strongly, may be empty
 * @param what may have several lines
 */
record Line(String time, String who, String what) {
    private static final String INDENT = "      ";
    /** A terminal that is narrower gets lines of this width, and breaks them itself. */
    private static final int NARROWEST = 20;

    /** What the program itself says. */
    static Line note(String text) {
        return new Line("", "", text);
    }

    /** @param width of the terminal; 0 if lines need not end */
    AttributedString laidOut(int width) {
        AttributedStringBuilder shown = new AttributedStringBuilder();
        List<AttributedString> lines = lines(width);
        for (int i = 0; i < lines.size(); i++) {
            shown.append(i == 0 ? "" : "\n").append(lines.get(i));
        }
        return shown.toAttributedString();
    }

    private List<AttributedString> lines(int width) {
        int room = width == 0 ? Integer.MAX_VALUE : Math.max(width, NARROWEST);
        List<AttributedString> lines = new ArrayList<>();
        AttributedString head = head();
        for (String paragraph : Harmless.text(what).split("\n", -1)) {
            AttributedStringBuilder rest =
                    new AttributedStringBuilder().append(head).append(paragraph);
            head = new AttributedString(INDENT);
            broken(rest.toAttributedString(), room, lines);
        }
        return lines;
    }

    private AttributedString head() {
        AttributedStringBuilder head = new AttributedStringBuilder();
        head.styled(AttributedStyle.DEFAULT.faint(), time.isEmpty() ? "" : time + " ");
        head.styled(AttributedStyle.DEFAULT.bold(), Harmless.line(who, 200));
        return head.toAttributedString();
    }

    private static void broken(AttributedString whole, int room, List<AttributedString> lines) {
        AttributedString rest = whole;
        while (rest.columnLength() > room) {
            AttributedString first = rest.columnSubSequence(0, room);
            int end = lastBlank(first);
            int next = end < 0 ? first.length() : end + 1;
            lines.add(rest.subSequence(0, end < 0 ? first.length() : end));
            rest = new AttributedStringBuilder()
                    .append(INDENT)
                    .append(rest.subSequence(next, rest.length()))
                    .toAttributedString();
        }
        lines.add(rest);
    }

    /** Where the line may end; −1 if it has no blank behind its indent. */
    private static int lastBlank(AttributedString line) {
        for (int i = line.length() - 1; i > INDENT.length(); i--) {
            if (line.charAt(i) == ' ') {
                return i;
            }
        }
        return -1;
    }
}
