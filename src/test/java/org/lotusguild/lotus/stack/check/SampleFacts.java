package org.lotusguild.lotus.stack.check;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.stack.facts.Access;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;

/** The text of a {@link Sample} → facts, as the program reads them, but for the disk. */
final class SampleFacts {
    static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");
    private static final KeyLists NAMES = NameLists.read();
    private static final String HEAD = "=== ";

    private final List<Origin> origins = new ArrayList<>();
    private final Map<String, NamedPath> paths = new HashMap<>();
    private Told told = Told.nothing();

    private SampleFacts() {}

    static Facts of(String files) {
        SampleFacts facts = new SampleFacts();
        String head = "";
        List<String> lines = new ArrayList<>();
        for (String line : files.split("\n", -1)) {
            if (line.startsWith(HEAD)) {
                facts.take(head, lines);
                head = line.substring(HEAD.length());
                lines = new ArrayList<>();
            } else {
                lines.add(line);
            }
        }
        facts.take(head, lines);
        return Reading.read(facts.origins, NAMES).facts(NOW, facts.told, NAMES, facts.paths, Set.of(), List.of());
    }

    private void take(String head, List<String> lines) {
        if (head.isEmpty()) {
            return;
        }
        String[] words = head.split(" ", -1);
        if ("facts.yaml".equals(words[0])) {
            told = ToldFile.of(Path.of("facts.yaml"), "facts.yaml", String.join("\n", lines));
        } else if (words[0].startsWith("/")) {
            boolean missing = words.length > 1 && "missing".equals(words[1]);
            paths.put(
                    words[0],
                    new NamedPath(true, !missing, false, missing ? Optional.empty() : Optional.of(access(words))));
        } else {
            origins.add(new Origin(words[0], "/sample/" + words[0], lines, Optional.of(access(words)), false));
        }
    }

    private static Access access(String... words) {
        int mode = words.length > 1 ? Integer.parseInt(words[1], 8) : 0640;
        String owner = words.length > 2 ? words[2] : "root";
        return new Access(mode, owner, owner);
    }
}
