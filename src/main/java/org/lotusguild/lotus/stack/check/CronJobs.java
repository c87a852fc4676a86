package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.TextFile;

/** The lines of cron tables. */
final class CronJobs {
    private static final Pattern LINE = Pattern.compile("(?:(@\\w+)|((?:[^\\s=]+\\s+){4}[^\\s=]+))\\s+(\\S+)\\s+(.+)");

    private CronJobs() {}

    /**
     * A line of /etc/cron.d.
     *
     * @param when its five fields with single blanks, or {@code @daily} and the like
     */
    record Job(TextFile file, int line, String when, String user, String command) {

        /** Whether it runs on every day of the year, once or more often. */
        boolean daily() {
            List<String> fields = List.of(when.split(" "));
            return fields.size() == 5
                    ? fields.subList(2, 5).stream().allMatch(field -> field.equals("*") || field.equals("*/1"))
                    : List.of("@daily", "@midnight", "@hourly").contains(when);
        }

        /** Whether it calls a script of this name. */
        boolean calls(TextFile script) {
            String path = script.file();
            String name = path.substring(path.lastIndexOf('/') + 1);
            String bare = name.endsWith(".sh") ? name.substring(0, name.length() - 3) : name;
            return Stream.of(command.split("[\\s;&|]+"))
                    .map(word -> word.substring(word.lastIndexOf('/') + 1))
                    .anyMatch(word -> word.equals(name) || word.equals(bare));
        }
    }

    static Stream<Job> all(Facts facts) {
        return facts.texts(Kind.CRON).stream().flatMap(CronJobs::jobs);
    }

    private static Stream<Job> jobs(TextFile file) {
        return IntStream.rangeClosed(1, file.lines().size()).boxed().flatMap(line -> job(file, line));
    }

    private static Stream<Job> job(TextFile file, int line) {
        String text = file.origin().line(line).strip();
        Matcher parts = LINE.matcher(text);
        if (text.startsWith("#") || !parts.matches()) {
            return Stream.of();
        }
        String when = parts.group(1) == null ? parts.group(2).replaceAll("\\s+", " ") : parts.group(1);
        return Stream.of(new Job(file, line, when, parts.group(3), parts.group(4)));
    }
}
