package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotus audit --fix --write}, ended with {@code kill -9} while it writes. */
@Timeout(180)
final class AuditKillIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path LEGACY = Tools.repository().resolve("src/test/resources/stack/fixtures/legacy");

    @TempDir
    private Path folder;

    private Path legacy(String name) {
        Path to = folder.resolve(name);
        Ran ran = Ran.of(folder, LIMIT, List.of("cp", "-a", LEGACY.toString(), to.toString()));
        assertThat(ran.code()).as(ran.output()).isZero();
        return to;
    }

    private List<String> mending(Path place) {
        return List.of(
                "env",
                "LOTUS_BUILD=never",
                Tools.launcher().toString(),
                "audit",
                place.toString(),
                "--facts",
                place.resolve("facts.yaml").toString(),
                "--home",
                folder.resolve("no-home").toString(),
                "--fix",
                "--write");
    }

    /** The configuration files, without backups and what is left over. */
    private static Map<String, String> texts(Path place) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(place)) {
            for (Path file : all.filter(Files::isRegularFile).filter(file -> !file.toString().contains(".lotus-")).toList()) {
                texts.put(place.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void leavesEachFileOldOrNewAndTheNextRunMendsTheRest() {
        Path whole = legacy("whole");
        Map<String, String> old = texts(whole);
        Ran.of(folder, LIMIT, mending(whole));
        Map<String, String> mended = texts(whole);
        List<String> changed = mended.keySet().stream().filter(name -> !Objects.equals(mended.get(name), old.get(name))).toList();
        assertThat(changed).hasSizeGreaterThan(5);

        int killed = 0;
        Path first = Path.of(changed.getFirst());
        String beside = first.resolveSibling("." + first.getFileName() + ".lotus-new").toString();
        List<String> seen = List.of(beside, changed.getFirst(), changed.get(changed.size() / 2));
        for (int i = 0; i < seen.size(); i++) {
            Path own = legacy("killed-" + i);
            killed += killed(own, own.resolve(seen.get(i))) ? 1 : 0;
            texts(own).forEach((name, text) -> assertThat(text).as(name).isIn(old.get(name), mended.get(name)));
            Ran next = Ran.of(folder, LIMIT, mending(own));
            assertThat(next.code()).as(next.output()).isLessThanOrEqualTo(1);
            assertThat(texts(own)).isEqualTo(mended);
        }
        assertThat(killed).isPositive();
    }

    /** Ends it when the file is there, or is another one than before. */
    private boolean killed(Path place, Path file) {
        Object before = key(file);
        try (Child child = Child.start("audit", folder, mending(place))) {
            while (child.alive() && Objects.equals(before, key(file))) {
                Thread.onSpinWait();
            }
            child.signal("KILL");
            return child.awaitEnd(LIMIT) > 1;
        }
    }
}
