package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.tool.Tool;

/** An apply that is ended, or fails, before each single change that it makes on the disk. */
class BrokenOffTest {
    private static final Apply.Choice PLAIN = new Apply.Choice(false, false, Optional.empty());
    private static final String RELOAD = "systemctl reload-or-restart nginx.service";
    private static final Judge CONTENT = new Judge(
            "content", "/etc/nginx", "", List.of(), stage -> List.of("test", "-d", stage.toString()), Judge.saying(""));

    @TempDir
    private Path parent;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-25T03:30:00Z"));
    private final List<String> told = new ArrayList<>();
    private final List<Apply.Report> reports = new ArrayList<>();

    private Apply apply(Path root, Disk.Step beforeStep) {
        clock.advance(Duration.ofSeconds(1));
        Services services = new Services(
                Optional.empty(),
                command -> {
                    told.add(String.join(" ", command));
                    return new Tool.Outcome(0, "", "");
                },
                unit -> Optional.of(new Services.Run("", false)));
        return new Apply(new HostTree(root), List.of(CONTENT), clock, services, new Disk(beforeStep));
    }

    private static List<Wanted> files(int version) {
        return List.of(
                file("/etc/nginx/conf.d/a.conf", "a", version),
                file("/etc/nginx/b.inc", "b", version),
                file("/etc/nginx/deep/er/c.conf", "c", version));
    }

    private static Wanted file(String path, String name, int version) {
        String text = name + " " + version + "\n";
        return new Wanted(
                new Manifest.Entry(
                        "0644", "root:root", Manifest.sha256(text), false, Optional.of("nginx.service"), path),
                text);
    }

    private Apply.Report applied(Path root, int version, Disk.Step beforeStep) {
        Apply apply = apply(root, beforeStep);
        Apply.Report report = apply.apply(files(version), apply.differences(files(version)), PLAIN);
        reports.add(report);
        return report;
    }

    /** The third file is not there yet. */
    private Path host(int number) throws IOException {
        Path root = Files.createDirectory(parent.resolve("host-" + number));
        applied(root, 1, () -> {});
        Files.delete(root.resolve("etc/nginx/deep/er/c.conf"));
        told.clear();
        return root;
    }

    private static Map<String, String> below(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        if (!Files.exists(folder)) {
            return texts;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static Map<String, String> etc(int version) {
        Map<String, String> texts = new TreeMap<>();
        files(version).forEach(file -> texts.put(file.path().substring("/etc/".length()), file.text()));
        return texts;
    }

    private static Map<String, String> before() {
        Map<String, String> texts = etc(1);
        texts.remove("nginx/deep/er/c.conf");
        return texts;
    }

    /** Runs until the trouble does not come any more. */
    private int steps(IntFunction<Disk.Step> trouble, Ended ended) throws IOException {
        int fatal = 0;
        boolean whole = false;
        while (!whole) {
            Path root = host(++fatal);
            int[] step = {0};
            int last = fatal;
            Disk.Step own = trouble.apply(fatal);
            Throwable thrown = catchThrowable(() -> applied(root, 2, () -> {
                if (++step[0] == last) {
                    own.run();
                }
            }));
            whole = step[0] < last;
            ended.check(root, Optional.ofNullable(thrown), whole);
        }
        return fatal - 1;
    }

    @FunctionalInterface
    private interface Ended {
        void check(Path root, Optional<Throwable> thrown, boolean whole);
    }

    @Test
    void leavesWholeFilesWhereverItIsKilledAndTheNextApplyGoesOn() throws IOException {
        int steps = steps(
                fatal -> () -> {
                    throw new Killed();
                },
                (root, thrown, whole) -> {
                    if (whole) {
                        return;
                    }
                    assertThat(thrown).containsInstanceOf(Killed.class);
                    etc(2).forEach((path, text) -> assertThat(Optional.ofNullable(
                                    below(root.resolve("etc")).get(path)))
                            .isIn(Optional.of(text), Optional.ofNullable(before().get(path))));

                    applied(root, 2, () -> {});

                    assertThat(below(root.resolve("etc"))).isEqualTo(etc(2));
                    assertThat(told).isNotEmpty().allMatch(RELOAD::equals).hasSizeLessThanOrEqualTo(2);
                    assertThat(apply(root, () -> {}).brokenOff()).isFalse();
                    assertThat(below(root.resolve("var/lib/lotus-apply/applied")))
                            .hasSize(3);
                    applied(root, 3, () -> {});
                    assertThat(below(root.resolve("etc"))).isEqualTo(etc(3));
                });
        assertThat(steps).isGreaterThan(40);
    }

    @Test
    void tellsOfNoWorkOfHandsAfterAKill() throws IOException {
        steps(
                fatal -> () -> {
                    throw new Killed();
                },
                (root, thrown, whole) -> {
                    Apply next = apply(root, () -> {});
                    List<Difference> differences = next.differences(files(3));
                    assertThat(differences).noneMatch(Difference::byHand);
                    next.apply(files(3), differences, PLAIN);
                    assertThat(below(root.resolve("etc"))).isEqualTo(etc(3));
                    assertThat(told).endsWith(RELOAD);
                });
    }

    @Test
    void putsAllBackWhereverTheDiskFailsAndSaysSo() throws IOException {
        int[] late = {0};
        int steps = steps(
                fatal -> () -> {
                    throw new IOException("No space left on device");
                },
                (root, thrown, whole) -> {
                    if (whole) {
                        return;
                    }
                    if (thrown.isEmpty()) { // the files were there already
                        late[0]++;
                        assertThat(reports.getLast().failed()).isTrue();
                        assertThat(below(root.resolve("etc"))).isEqualTo(etc(2));
                        assertThat(apply(root, () -> {}).brokenOff()).isTrue();
                    } else {
                        assertThat(thrown)
                                .containsInstanceOf(StackTrouble.class)
                                .map(Throwable::getMessage)
                                .contains("the files could not be written: No space left on device");
                        assertThat(below(root.resolve("etc"))).isEqualTo(before());
                        assertThat(told).isEmpty();
                    }
                    applied(root, 2, () -> {});
                    assertThat(below(root.resolve("etc"))).isEqualTo(etc(2));
                    assertThat(told).contains(RELOAD);
                });
        assertThat(late[0]).isBetween(1, steps / 2);
    }

    /** Nothing that the program could catch and tidy up after. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
