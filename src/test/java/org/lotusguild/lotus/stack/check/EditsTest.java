package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change that a finding offers really mends it, in every sample that has one. */
class EditsTest {

    record Change(Sample sample, Finding.Failed finding, Edit edit) {
        @Override
        public String toString() {
            return sample.id() + " " + edit;
        }
    }

    static List<Change> changes() {
        return SamplesTest.samples().stream()
                .flatMap(sample -> found(sample.id(), sample.files()).stream()
                        .flatMap(finding -> finding.edit().stream().map(edit -> new Change(sample, finding, edit))))
                .toList();
    }

    private static List<Finding.Failed> found(String id, String files) {
        return Catalogue.find(new CheckId(id))
                .orElseThrow()
                .run()
                .apply(SampleFacts.of(files))
                .filter(Finding.Failed.class::isInstance)
                .map(Finding.Failed.class::cast)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void mendsWhatWasFound(Change change) {
        String mended = applied(change.sample().files(), change.edit());
        List<String> before = places(found(change.sample().id(), change.sample().files()));
        List<String> after = places(found(change.sample().id(), mended));
        assertThat(after).hasSizeLessThan(before.size());
    }

    private static List<String> places(List<Finding.Failed> findings) {
        return findings.stream().map(finding -> finding.where().toString()).toList();
    }

    /** The lines of one file of a sample changed. */
    private static String applied(String files, Edit edit) {
        List<String> lines = new ArrayList<>(files.lines().toList());
        int head = lines.indexOf(lines.stream()
                .filter(line -> line.equals("=== " + edit.file()) || line.startsWith("=== " + edit.file() + " "))
                .findFirst()
                .orElseThrow());
        List<String> replaced = lines.subList(head + edit.first(), head + edit.last() + 1);
        replaced.clear();
        lines.addAll(head + edit.first(), edit.lines());
        return String.join("\n", lines);
    }

    @Test
    void areOfferedByManyChecks() {
        assertThat(changes().stream().map(change -> change.sample().id()).distinct())
                .hasSizeGreaterThan(15);
    }
}
