package org.lotusguild.lotus.store;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as JDBC has it: a question mark for each named parameter.
 *
 * @param names of the parameters, in the order of the question marks
 */
record Sql(String text, List<String> names) {
    /** What is no parameter though it has a colon: quoted words, comments, PostgreSQL's casts. */
    private static final Pattern TOKEN =
            Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\\n]*|/\\*(?s:.*?)\\*/|::|:(?<name>[A-Za-z_]\\w*)");

    Sql {
        names = List.copyOf(names);
    }

    static Sql parse(String named) {
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher token = TOKEN.matcher(named);
        while (token.find()) {
            String name = token.group("name");
            if (name != null) {
                names.add(name);
                token.appendReplacement(text, "?");
            }
        }
        return new Sql(token.appendTail(text).toString(), names);
    }
}
