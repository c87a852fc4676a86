package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Takes the date out of a line of a log, as fail2ban does before it looks for failures. */
final class LogDates {
    private static final Map<Character, String> DIRECTIVES = Map.ofEntries(
            Map.entry('Y', "\\d{4}"),
            Map.entry('y', "\\d{2}"),
            Map.entry('m', "\\d{1,2}"),
            Map.entry('d', " ?\\d{1,2}"),
            Map.entry('b', "[A-Za-z]{3}"),
            Map.entry('B', "[A-Za-z]{3,9}"),
            Map.entry('a', "[A-Za-z]{3}"),
            Map.entry('A', "[A-Za-z]{6,9}"),
            Map.entry('H', "\\d{1,2}"),
            Map.entry('I', "\\d{1,2}"),
            Map.entry('M', "\\d{2}"),
            Map.entry('S', "\\d{2}"),
            Map.entry('f', "\\d{1,6}"),
            Map.entry('p', "(?:[AaPp][Mm])"),
            Map.entry('z', "(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2})"),
            Map.entry('Z', "(?:Z|[A-Z]{3,5})"),
            Map.entry('%', "%"));

    /** Those of fail2ban's own list that logs of Synapse and nginx have. */
    private static final List<Pattern> USUAL = Stream.of(
                    "\\d{4}([-/.])\\d{2}\\1\\d{2}(?:T| {1,2})\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d+)?(?:\\s*(?:Z|[+-]\\d{2}:?\\d{2}))?",
                    "\\d{1,2}([-/.])[A-Za-z]{3}\\1\\d{4}[ :]?\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?: [+-]\\d{2}:?\\d{2})?",
                    "(?:[A-Za-z]{3} )?[A-Za-z]{3} [ \\d]\\d \\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?: \\d{4})?")
            .map(Pattern::compile)
            .toList();

    private LogDates() {}

    /**
     * The patterns to try, in order.
     *
     * @param written the {@code datepattern} of a filter, empty if there is none; what cannot be read counts as none
     */
    static List<Pattern> patterns(Optional<String> written) {
        return written.flatMap(LogDates::pattern).map(List::of).orElse(USUAL);
    }

    private static Optional<Pattern> pattern(String written) {
        StringBuilder out = new StringBuilder();
        String bare = written.replace("{^LN-BEG}", "^").replaceAll("%E[xk]?(?=[A-Za-z])", "%");
        for (int i = 0; i < bare.length(); i++) {
            char sign = bare.charAt(i);
            if (sign != '%' || i + 1 == bare.length()) {
                out.append(sign);
            } else if (DIRECTIVES.containsKey(bare.charAt(i + 1))) {
                out.append(DIRECTIVES.get(bare.charAt(++i)));
            } else {
                return Optional.empty();
            }
        }
        return compiled(out.toString());
    }

    private static Optional<Pattern> compiled(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    static String without(String line, List<Pattern> patterns) {
        for (Pattern pattern : patterns) {
            Optional<Matcher> date = BoundedText.search(pattern, line);
            if (date.isPresent()) {
                return line.substring(0, date.get().start())
                        + line.substring(date.get().end());
            }
        }
        return line;
    }
}
