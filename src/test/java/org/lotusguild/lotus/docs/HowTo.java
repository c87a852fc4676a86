package org.lotusguild.lotus.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page that shows whole files, and names others. */
public record HowTo(Path page) {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("`(src/[\\w/.-]+\\.(?:java|tsv))`");

    /** The code that it shows, block by block. */
    public List<String> code() throws IOException {
        return found(CODE);
    }

    /** The source files that it names. */
    public List<String> files() throws IOException {
        return found(FILE);
    }

    private List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
