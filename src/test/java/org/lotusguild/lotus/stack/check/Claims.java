package org.lotusguild.lotus.stack.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** What the samples' findings say that a program does with its files: for the tests that ask the program itself. */
public final class Claims {
    private static final String MEASURED = "1.163";
    private static final Pattern REFUSES = Pattern.compile(
            "^(with enable_metrics |it was removed: |it can only be enforced on requests of somebody, so )?Synapse (does not|refuses to) start");
    private static final Pattern TAKES =
            Pattern.compile("Synapse accepts|ignores it|it does nothing now|the factor does nothing|it is ignored");

    private Claims() {}

    /** What is said of a program. */
    public enum Word {
        /** It does not start. */
        REFUSES,
        /** It takes the file and says nothing. */
        TAKES
    }

    /**
     * A claim.
     *
     * @param sample for people
     * @param said the words of the finding
     * @param files the program's own, by name, in the order in which it reads them
     */
    public record Claim(String id, String sample, Word word, String said, Map<String, String> files) {
        public Claim {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }
    }

    /** Of Synapse's main process, as it is now. */
    public static List<Claim> ofSynapse() {
        return SamplesTest.samples().stream()
                .flatMap(sample -> of(sample).stream())
                .toList();
    }

    private static Optional<Claim> of(Sample sample) {
        Facts facts = SampleFacts.of(sample.files());
        boolean now = facts.version(Program.SYNAPSE)
                .map(release -> release.atLeast(MEASURED))
                .orElse(true);
        if (!now || sample.places().isEmpty()) {
            return Optional.empty();
        }
        Report report = Audit.run(facts, new Selection(List.of(sample.id()), List.of()), List.of(), 0);
        Map<String, String> files = files(facts, Kind.SYNAPSE);
        List<String> said = report.hits().stream()
                .filter(hit -> files.containsKey(hit.where().file()))
                .flatMap(Claims::words)
                .toList();
        return said.stream()
                .filter(words -> REFUSES.matcher(words).find())
                .map(words -> new Claim(sample.id(), sample.toString(), Word.REFUSES, words, files))
                .findFirst()
                .or(() -> said.stream()
                        .filter(words -> TAKES.matcher(words).find())
                        .map(words -> new Claim(sample.id(), sample.toString(), Word.TAKES, words, files))
                        .findFirst());
    }

    /** A finding's own consequence stands for the reason of the check. */
    private static Stream<String> words(Hit hit) {
        return hit.finding() instanceof Finding.Failed failed
                ? failed.so().isEmpty()
                        ? Stream.of(hit.check().because(), hit.check().title())
                        : Stream.of(failed.so())
                : Stream.of();
    }

    /** The texts of the files of a kind. */
    private static Map<String, String> files(Facts facts, Kind kind) {
        Map<String, String> files = new LinkedHashMap<>();
        for (YamlFile file : facts.yaml(kind)) {
            files.put(file.file(), String.join("\n", file.origin().lines()) + "\n");
        }
        return files;
    }

    /** The failing and the passing samples of a check of LiveKit's file: file text → whether the check passes. */
    public static Map<String, Boolean> liveKitFiles(String id) {
        Map<String, Boolean> files = new LinkedHashMap<>();
        SamplesTest.samples().stream()
                .filter(sample -> sample.id().equals(id))
                .forEach(sample -> files(SampleFacts.of(sample.files()), Kind.LIVEKIT)
                        .values()
                        .forEach(text -> files.put(text, sample.places().isEmpty())));
        return files;
    }
}
