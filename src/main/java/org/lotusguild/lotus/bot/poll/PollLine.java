package org.lotusguild.lotus.bot.poll;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Parsed;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;

/** What somebody wants of polls. */
sealed interface PollLine {
    int MOST = 10;
    int LONGEST_OPTION = 80;
    int LONGEST_QUESTION = 300;

    record Results() implements PollLine {}

    record Close() implements PollLine {}

    /** @param number from 1 */
    record Vote(int number) implements PollLine {}

    record Ask(String question, List<String> options) implements PollLine {
        public Ask {
            options = List.copyOf(options);
        }
    }

    record Wrong(String why) implements PollLine {}

    Pattern VOTE = Pattern.compile("vote\\s+(\\d{1,2})", Pattern.CASE_INSENSITIVE);
    Pattern QUOTED_FIRST = Pattern.compile("(?:\"(?:[^\"\\\\]|\\\\.)*\"|“[^”]*”)(?!\\s*\\|)", Pattern.DOTALL);
    Syntax WORDS = Syntax.of(Stream.concat(
                    Stream.of(Parameter.word("question")),
                    Stream.concat(
                            IntStream.rangeClosed(1, MOST)
                                    .mapToObj(i -> Parameter.word("option" + i).optional()),
                            Stream.of(Parameter.rest("more", 10_000).optional())))
            .toArray(Parameter[]::new));

    /** Words that mean something of their own where they stand alone. */
    static Optional<PollLine> sub(String words) {
        Matcher vote = VOTE.matcher(words);
        if (vote.matches()) {
            return Optional.of(new Vote(Integer.parseInt(vote.group(1))));
        }
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "results" -> Optional.of(new Results());
            case "close" -> Optional.of(new Close());
            default -> Optional.empty();
        };
    }

    static PollLine read(String words) {
        return sub(words).orElseGet(() -> asked(words));
    }

    private static PollLine asked(String words) {
        if (QUOTED_FIRST.matcher(words).lookingAt()) {
            return switch (WORDS.parse(words)) {
                case Parsed.Wrong(String why) -> new Wrong(why);
                case Parsed.Fits(Args args) -> byWords(args);
            };
        }
        List<String> parts = Arrays.stream(words.split("\\|", -1))
                .map(part -> unquoted(part.strip()))
                .toList();
        return checked(parts.getFirst(), parts.subList(1, parts.size()));
    }

    private static PollLine byWords(Args args) {
        List<String> options = new ArrayList<>();
        for (int i = 1; i <= MOST; i++) {
            args.text("option" + i).ifPresent(options::add);
        }
        args.text("more").ifPresent(options::add);
        return checked(args.text("question").orElseThrow(), options);
    }

    private static PollLine checked(String question, List<String> options) {
        if (question.isBlank()) {
            return new Wrong("give a question.");
        }
        if (options.size() == 1 || options.size() > MOST || options.stream().anyMatch(String::isBlank)) {
            return new Wrong("2 to 10 options.");
        }
        if (length(question) > LONGEST_QUESTION) {
            return new Wrong("the question has more than %d signs.".formatted(LONGEST_QUESTION));
        }
        Set<String> seen = new HashSet<>();
        for (String option : options) {
            if (length(option) > LONGEST_OPTION) {
                return new Wrong("%s has more than %d signs.".formatted(Typed.quoted(option), LONGEST_OPTION));
            }
            if (!seen.add(option.toLowerCase(Locale.ROOT))) {
                return new Wrong("%s is there twice.".formatted(Typed.quoted(option)));
            }
        }
        return new Ask(question, options);
    }

    private static String unquoted(String text) {
        boolean straight = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        boolean curly = text.length() > 1 && text.startsWith("“") && text.endsWith("”");
        return straight || curly ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
