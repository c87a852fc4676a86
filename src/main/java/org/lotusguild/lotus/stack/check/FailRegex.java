package org.lotusguild.lotus.stack.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An expression of a fail2ban filter, as fail2ban 1.0 understands it.
 *
 * @param pattern empty if it does not compile
 * @param id whether a group names the address that is to be banned
 */
record FailRegex(Optional<Pattern> pattern, boolean id) {
    private static final Pattern TAG = Pattern.compile("</?[\\w\\-]+/?>");
    private static final Pattern CUSTOM = Pattern.compile("</?F-([A-Z0-9_\\-]+)>");
    private static final String IP4 = "(?:::f{4,6}:)?(?P<ip4>(?:\\d{1,3}\\.){3}\\d{1,3})";
    private static final String IP6 = "(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))";
    private static final String NAME = "(?P<dns>[\\w\\-.^_]*\\w)";
    private static final String NUMBER = "(?P<cidr>\\d+)";
    private static final String ADDRESS = "\\[?(?:" + IP4 + "|" + IP6 + ")\\]?";
    private static final Map<String, String> TAGS = tags();

    /** The groups that fail2ban takes for what is to be banned. */
    private static final List<String> IDS = List.of("ip4", "ip6", "dns", "fid", "cidr");

    private static Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        tags.put("HOST", "(?:" + ADDRESS + "|" + NAME + ")");
        tags.put("ADDR", ADDRESS);
        tags.put("IP4", IP4);
        tags.put("IP6", IP6);
        tags.put("DNS", NAME);
        tags.put("CIDR", NUMBER);
        tags.put("SUBNET", "\\[?(?:" + IP4 + "|" + IP6 + ")(?:/" + NUMBER + ")?\\]?");
        for (String tag : List.of("ADDR", "IP4", "IP6", "DNS", "CIDR", "SUBNET")) {
            tags.put("F-" + tag + "/", tags.getOrDefault(tag, ""));
        }
        tags.put("F-ID/", "(?P<fid>\\S+)");
        tags.put("F-PORT/", "(?P<fport>\\w+)");
        tags.put("SKIPLINES", "\\n(?:(?:.*\\n)*?)");
        return Map.copyOf(tags);
    }

    static FailRegex of(String text) {
        String python = TAG.matcher(text).replaceAll(new Expander()::expanded);
        boolean id = IDS.stream().anyMatch(group -> python.contains("(?P<" + group + ">"));
        try {
            return new FailRegex(Optional.of(Pattern.compile(PythonRegex.toJava(python))), id);
        } catch (PatternSyntaxException e) {
            return new FailRegex(Optional.empty(), id);
        }
    }

    /** Replaces tags; of those that people name themselves it must know which are open. */
    private static final class Expander {
        private final Set<String> open = new HashSet<>();

        String expanded(MatchResult found) {
            String tag = found.group();
            String known = TAGS.get(tag.substring(1, tag.length() - 1));
            return Matcher.quoteReplacement(known == null ? custom(tag) : known);
        }

        private String custom(String tag) {
            Matcher name = CUSTOM.matcher(tag);
            if (!name.matches()) {
                return tag;
            }
            if (tag.startsWith("</")) {
                return open.contains(name.group(1)) ? ")" : tag;
            }
            open.add(name.group(1));
            return "(?P<" + group(name.group(1)) + ">";
        }

        private static String group(String tag) {
            return switch (tag) {
                case "ID" -> "fid";
                case "PORT" -> "fport";
                default -> tag.toLowerCase(Locale.ROOT).replace('-', '_');
            };
        }
    }

    /** What would be banned for this line, without its date. */
    Optional<String> banned(String line) {
        return pattern.flatMap(expression -> BoundedText.search(expression, line))
                .flatMap(FailRegex::address);
    }

    boolean finds(String line) {
        return pattern.flatMap(expression -> BoundedText.search(expression, line))
                .isPresent();
    }

    /** The text of {@code <F-CONTENT>}, for a prefregex. */
    Optional<String> content(String line) {
        return pattern.flatMap(expression -> BoundedText.search(expression, line))
                .map(match -> match.namedGroups().containsKey("content") ? match.group("content") : line);
    }

    private static Optional<String> address(Matcher match) {
        return IDS.stream()
                .filter(group -> match.namedGroups().containsKey(group))
                .flatMap(group -> Optional.ofNullable(match.group(group)).stream())
                .findFirst();
    }
}
