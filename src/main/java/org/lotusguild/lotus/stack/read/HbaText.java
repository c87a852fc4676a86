package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Unread;

/** pg_hba.conf. */
final class HbaText {
    private static final Pattern MASK = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:]+:[0-9a-fA-F:]*");
    private static final Set<String> TYPES =
            Set.of("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc");

    private HbaText() {}

    /**
     * The rules that can be read.
     *
     * @param broken gets those that PostgreSQL refuses: it does not start then, or keeps its old rules
     */
    static HbaFile read(Origin origin, List<Unread> broken) {
        List<HbaFile.Rule> rules = new ArrayList<>();
        for (int i = 0; i < origin.lines().size(); i++) {
            int number = i + 1;
            StringBuilder line = new StringBuilder(origin.lines().get(i));
            while (line.toString().endsWith("\\") && i + 1 < origin.lines().size()) {
                line.setLength(line.length() - 1);
                line.append(origin.lines().get(++i));
            }
            try {
                List<String> words = words(number, line.toString());
                if (!words.isEmpty() && !words.getFirst().startsWith("include")) {
                    rules.add(rule(number, words));
                }
            } catch (Malformed e) {
                broken.add(new Unread(origin.at(e.line(), ""), String.valueOf(e.getMessage())));
            }
        }
        return new HbaFile(origin, rules);
    }

    /** What stands in quotes is one word, without them; so is a list with commas, whatever blanks are behind these. */
    private static List<String> words(int number, String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char sign = line.charAt(i);
            if (sign == '"') {
                quoted = !quoted;
            } else if (quoted) {
                word.append(sign);
            } else if (sign == '#') {
                break;
            } else if (!Character.isWhitespace(sign)) {
                word.append(sign);
            } else if (!word.isEmpty() && word.charAt(word.length() - 1) != ',') {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (quoted) {
            throw new Malformed(number, "a quote opens here and never closes");
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static HbaFile.Rule rule(int line, List<String> words) {
        if (!TYPES.contains(words.getFirst())) {
            throw new Malformed(line, "a rule begins with local, host, hostssl, hostnossl, hostgssenc or hostnogssenc");
        }
        boolean local = "local".equals(words.getFirst());
        int method = local ? 3 : 4;
        String address = local || words.size() < 4 ? "" : words.get(3);
        if (!local
                && words.size() > 5
                && !address.contains("/")
                && MASK.matcher(words.get(4)).matches()) {
            address = address + "/" + words.get(4);
            method = 5;
        }
        if (words.size() <= method) {
            throw new Malformed(line, "a rule needs a type, database, user, address and method");
        }
        return new HbaFile.Rule(
                line,
                words.getFirst(),
                words.get(1),
                words.get(2),
                address,
                words.get(method),
                words.subList(method + 1, words.size()));
    }
}
