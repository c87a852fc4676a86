package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Setting;

/** turnserver.conf: {@code key=value}, {@code key value} or a bare key a line, as the program itself splits them. */
final class CoturnText {
    private CoturnText() {}

    static CoturnFile read(Origin origin) {
        List<Setting> settings = new ArrayList<>();
        List<CoturnFile.Comment> comments = new ArrayList<>();
        for (int i = 0; i < origin.lines().size(); i++) {
            String line = origin.lines().get(i).strip();
            if (line.startsWith("#")) {
                comments.add(new CoturnFile.Comment(i + 1, line.substring(1).strip()));
            } else if (!line.isEmpty()) {
                settings.add(setting(i + 1, line));
            }
        }
        return new CoturnFile(origin, settings, comments);
    }

    private static Setting setting(int number, String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '=' && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        String rest = line.substring(end).strip();
        if (rest.startsWith("=")) {
            rest = rest.substring(1).strip();
        }
        return Settings.setting(number, line.substring(0, end), rest, '"');
    }
}
