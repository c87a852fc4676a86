package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Whether LiveKit reads its file at all: one key that it does not know, and it does not start. */
final class LiveKitKeys {
    /** What people write, and what LiveKit has instead. */
    private static final Map<String, String> BELIEFS = Map.of(
            "video_codecs", "remove it: the defaults hold VP8, VP9, H264 and AV1; a choice is room.enabled_codecs",
            "video.codecs", "remove it: the defaults hold VP8, VP9, H264 and AV1; a choice is room.enabled_codecs",
            "video.dynacast", "remove it: clients ask for dynacast, and the SFU always can",
            "room.enabled_codecs.fmtp", "fmtp_line");

    private static final Pattern LINE = Pattern.compile("\\bline (\\d{1,7}):");

    static final List<Check> CHECKS = List.of(Check.of(
                    "LK-001", CRITICAL, "LiveKit does not know this setting and refuses its whole file")
            .on(Kind.LIVEKIT)
            .reads(Reads.PROGRAMS)
            .passes("every key is one that LiveKit knows, and none is written twice")
            .because("LiveKit prints \"could not parse config\" and ends with exit code 0: no calls, and no alarm")
            .source("configuration of livekit-server 1.11.0; measured with 1.11.0")
            .run(LiveKitKeys::keys));

    private LiveKitKeys() {}

    private static Stream<Finding> keys(Facts facts) {
        KeyLists.KeyList names = facts.names().of("livekit");
        return facts.yaml(Kind.LIVEKIT).stream().flatMap(file -> {
            List<Finding> found = below(file, file.root(), "", names).toList();
            return found.isEmpty() ? refused(facts, file) : found.stream();
        });
    }

    /** What LiveKit itself says, where our list finds nothing. */
    private static Stream<Finding> refused(Facts facts, YamlFile file) {
        return facts.answers().programs().stream()
                .filter(run -> run.judge() == Judge.LIVEKIT && run.file().equals(file.file()))
                .filter(run -> run.output().contains("could not parse config"))
                .map(run -> failed(
                        file.at(line(run.output()), "livekit-server ports"),
                        run.lastLine().strip(),
                        "what LiveKit knows"));
    }

    private static int line(String output) {
        Matcher line = LINE.matcher(output);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private static Stream<Finding> below(YamlFile file, YamlNode node, String path, KeyLists.KeyList names) {
        return switch (node) {
            case YamlMap map -> {
                Set<String> seen = new HashSet<>();
                yield map.all().stream()
                        .flatMap(entry -> seen.add(entry.key())
                                ? entry(file, entry, path, names)
                                : Stream.of(twice(file, entry)));
            }
            case YamlList list -> list.items().stream().flatMap(item -> below(file, item, path, names));
            case YamlScalar scalar -> Stream.of();
        };
    }

    private static Stream<Finding> entry(YamlFile file, YamlEntry entry, String path, KeyLists.KeyList names) {
        String name = path.isEmpty() ? entry.key() : path + "." + entry.key();
        if (names.knows(path + ".*")) {
            return Stream.of();
        }
        return names.knows(name)
                ? below(file, entry.value(), name, names)
                : Stream.of(unknown(file, entry, name, names));
    }

    private static Finding twice(YamlFile file, YamlEntry entry) {
        return failed(file.at(entry), entry.key() + " is written a second time", "one block " + entry.key());
    }

    private static Finding unknown(YamlFile file, YamlEntry entry, String name, KeyLists.KeyList names) {
        Finding.Failed finding = failed(file.at(entry), name, want(name, names));
        if (name.equals("room.enabled_codecs.fmtp")) {
            return Edits.with(finding, Edits.rename(file, entry.line(), "fmtp", "fmtp_line"));
        }
        return BELIEFS.containsKey(name) ? finding.fix(Edits.dropBlock(file, entry.line())) : finding;
    }

    private static String want(String name, KeyLists.KeyList names) {
        return Optional.ofNullable(BELIEFS.get(name))
                .or(() -> Nearest.of(name, names.all()))
                .orElse("remove it");
    }
}
