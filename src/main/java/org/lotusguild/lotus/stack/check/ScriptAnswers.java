package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.TextFile;

/** Whether scripts look at what servers answer. */
final class ScriptAnswers {
    private static final Pattern CALL = Pattern.compile("\\bcurl\\b.*https?://");
    private static final Pattern DISCARDED =
            Pattern.compile("(?:-o|--output)[= ]?/dev/null|-[a-zA-Z]*o /dev/null|[12&]?>>?\\s*/dev/null");
    private static final Pattern ERRORS_ONLY = Pattern.compile("2>>?\\s*/dev/null");
    private static final Pattern FAILS =
            Pattern.compile("(?:^|\\s)(?:--fail(?:-with-body|-early)?|-[a-zA-Z]*f[a-zA-Z]*)(?=\\s|$)");
    private static final Pattern REPORTS = Pattern.compile("(?:^|\\s)(?:-w|--write-out)\\b|(?:^|\\s)-[a-zA-Z]*w[ '\"]");
    private static final Pattern CONDITION = Pattern.compile("^\\s*(?:if|while|until|!)\\b|\\|\\||&&");
    private static final Pattern STOPS = Pattern.compile("^set\\s+-[a-z]*e|^set\\s+-o\\s+errexit|^#!.*\\s-[a-z]*e");
    private static final Pattern LOOKS = Pattern.compile("\\$\\?");

    static final List<Check> CHECKS =
            List.of(Check.of("SEC-003", MEDIUM, "A script does not look at what a server answered")
                    .on(Kind.SCRIPT)
                    .passes("calls of HTTP APIs whose answer is thrown away fail on errors, and somebody looks")
                    .because("with a token that has run out the script goes on saying \"completed\" for years")
                    .source("curl(1): without --fail an answer of 401 or 500 is success")
                    .run(ScriptAnswers::unread));

    private ScriptAnswers() {}

    private static Stream<Finding> unread(Facts facts) {
        return facts.texts(Kind.SCRIPT).stream().flatMap(ScriptAnswers::unread);
    }

    private static Stream<Finding> unread(TextFile script) {
        List<Command> commands = Command.in(script);
        boolean stops = script.lines().stream()
                .anyMatch(line -> STOPS.matcher(line.strip()).find());
        return IntStream.range(0, commands.size()).boxed().flatMap(index -> {
            Command command = commands.get(index);
            OptionalInt discarded = discarded(command);
            boolean last = index + 1 == commands.size();
            boolean looked = stops
                    || last
                    || command.has(CONDITION)
                    || commands.get(index + 1).has(LOOKS);
            boolean checked = command.has(REPORTS) || (command.has(FAILS) && looked);
            return discarded.isEmpty() || checked
                    ? Stream.<Finding>of()
                    : Stream.<Finding>of(failed(
                            script.at(discarded.getAsInt(), "curl"),
                            command.has(FAILS)
                                    ? "an exit code that nobody looks at"
                                    : "the answer goes to /dev/null, without --fail",
                            "curl --fail, and a word to people when it fails"));
        });
    }

    /** The line in which the answer of a call is thrown away. */
    private static OptionalInt discarded(Command command) {
        if (!command.has(CALL)) {
            return OptionalInt.empty();
        }
        return command.parts().stream()
                .filter(part -> DISCARDED
                        .matcher(ERRORS_ONLY.matcher(part.text()).replaceAll(""))
                        .find())
                .mapToInt(Command.Part::line)
                .findFirst();
    }
}
