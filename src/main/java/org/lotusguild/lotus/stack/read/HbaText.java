package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.Origin;

/** pg_hba.conf. */
final class HbaText {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern MASK = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:]+:[0-9a-fA-F:]*");

    private HbaText() {}

    static HbaFile read(Origin origin) {
        List<HbaFile.Rule> rules = new ArrayList<>();
        for (int i = 0; i < origin.lines().size(); i++) {
            String line = origin.lines().get(i);
            int comment = line.indexOf('#');
            String bare = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!bare.isEmpty() && !bare.startsWith("include")) {
                rules.add(rule(i + 1, BLANKS.splitAsStream(bare).toList()));
            }
        }
        return new HbaFile(origin, rules);
    }

    private static HbaFile.Rule rule(int line, List<String> words) {
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
