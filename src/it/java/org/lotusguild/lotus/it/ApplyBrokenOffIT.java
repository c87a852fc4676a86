package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.apply.Apply;
import org.lotusguild.lotus.stack.apply.Difference;
import org.lotusguild.lotus.stack.apply.HostTree;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.apply.Wanted;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Samples;

/** {@code lotus apply} that is killed, or finds no room on the disk. */
@Timeout(180)
final class ApplyBrokenOffIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Apply.Choice PLAIN = new Apply.Choice(false, false, Optional.empty());
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    private ApplyGround ground;

    @BeforeEach
    void lay() {
        ground = new ApplyGround(folder);
    }

    @Test
    void leavesEachFileWholeWhereverItIsKilledAndTheNextApplyGoesOn() {
        ServerPackages.all();
        Plan plan = ground.plan("five-hosts");
        Path root = ground.host();
        ground.rendered("old", plan, Samples.files(plan));
        ground.rendered("new", ApplyGround.newer(plan), Samples.files(ApplyGround.newer(plan)));
        applied(root, read("old"));
        Map<String, String> old = ApplyGround.state(root.resolve("etc"));
        Map<String, String> fresh = fresh(root);
        assertThat(fresh.keySet()).isEqualTo(old.keySet());
        List<String> paths = read("new").stream().map(wanted -> wanted.entry().path()).toList();

        int killed = 0;
        for (Moment moment : moments(paths)) {
            Path own = copy(root, moment.name());
            killed += killed(own, moment) ? 1 : 0;
            ApplyGround.state(own.resolve("etc")).forEach((path, text) -> {
                if (!path.endsWith(".lotus-new")) {
                    assertThat(text).as(moment.name() + ": " + path).isIn(old.get(path), fresh.get(path));
                }
            });
            Ran second = Ran.of(folder, LIMIT, toProxy(own));
            assertThat(second.code()).as(moment.name() + "\n" + second.output()).isZero();
            assertThat(ApplyGround.state(own.resolve("etc"))).as(moment.name()).isEqualTo(fresh);
            assertThat(ApplyGround.state(own.resolve("var/lib/lotus-apply/applied"))).hasSize(paths.size());
            assertThat(own.resolve("var/lib/lotus-apply")).isDirectoryNotContaining("glob:**/{staged,under-way}*");
        }
        assertThat(killed).isGreaterThanOrEqualTo(3);
    }

    private List<Wanted> read(String from) {
        return new RenderedFolder(folder.resolve(from)).read(Optional.of("proxy"));
    }

    private List<String> toProxy(Path root) {
        return ApplyGround.apply(folder, "--from", folder.resolve("new").toString(), "--host", "proxy", "--root", root.toString(), "--yes");
    }

    /** As an apply leaves it that nobody disturbs. */
    private Map<String, String> fresh(Path root) {
        Path own = copy(root, "undisturbed");
        applied(own, read("new"));
        return ApplyGround.state(own.resolve("etc"));
    }

    /** A moment of an apply that can be seen from outside. */
    private record Moment(String name, String path) {
        @Nullable Object seen(Path root) {
            try {
                return Files.readAttributes(root.resolve(path), BasicFileAttributes.class).fileKey();
            } catch (IOException e) {
                return null;
            }
        }
    }

    private static List<Moment> moments(List<String> paths) {
        String middle = paths.get(paths.size() / 2).substring(1);
        return List.of(
                new Moment("programs-are-asked", "var/lib/lotus-apply/staged"),
                new Moment("list-is-written", "var/lib/lotus-apply/under-way.json"),
                new Moment("half-beside", middle + ".lotus-new"),
                new Moment("one-in-place", paths.getFirst().substring(1)),
                new Moment("half-in-place", middle),
                new Moment("all-noted", "var/lib/lotus-apply/applied.json"));
    }

    /** Ends it with {@code kill -9} when the file of the moment is there, or is another one than before. */
    private boolean killed(Path root, Moment moment) {
        Object before = moment.seen(root);
        try (Child child = Child.start("apply", folder, toProxy(root))) {
            BooleanSupplier come = () -> !Objects.equals(before, moment.seen(root));
            while (child.alive() && !come.getAsBoolean()) {
                Thread.onSpinWait();
            }
            child.signal("KILL");
            return child.awaitEnd(LIMIT) != 0;
        }
    }

    private Path copy(Path root, String name) {
        Path to = folder.resolve(name);
        Ran ran = Ran.of(folder, LIMIT, List.of("cp", "-a", root.toString(), to.toString()));
        assertThat(ran.code()).as(ran.output()).isZero();
        return to;
    }

    @Test
    void changesNothingOnAFullDiskHoweverMuchRoomThereIs() {
        Plan plan = ground.plan("five-hosts");
        ground.rendered("old", plan, Samples.files(plan));
        ground.rendered("new", ApplyGround.newer(plan), Samples.files(ApplyGround.newer(plan)));
        List<Wanted> old = read("old");
        List<Wanted> fresh = read("new");
        try (SmallVolume volume = SmallVolume.mounted(folder.resolve("volume"), 2)) {
            Path root = folder.resolve("volume/root");
            applied(root, old);
            Map<String, String> before = ApplyGround.state(root.resolve("etc"));
            volume.fill();
            Ran full = Ran.of(folder, LIMIT, toProxy(root));
            assertThat(full.code()).isOne();
            assertThat(full.output()).contains("the files could not be written: ", "No space left on device", "Nothing was changed.");

            int refused = 0;
            Throwable trouble = catchThrowable(() -> applied(root, fresh));
            while (trouble != null) {
                assertThat(trouble).isInstanceOf(StackTrouble.class).hasMessageContaining("No space left on device");
                assertThat(ApplyGround.state(root.resolve("etc"))).isEqualTo(before);
                refused++;
                volume.makeRoom(PAGE);
                trouble = catchThrowable(() -> applied(root, fresh));
            }
            assertThat(refused).isGreaterThan(2 * fresh.size());
            assertThat(differences(root, fresh)).isEmpty();
            assertThat(ApplyGround.state(root.resolve("etc")).keySet()).isEqualTo(before.keySet());
        }
    }

    private static void applied(Path root, List<Wanted> files) {
        new Apply(new HostTree(root), InstantSource.system()).apply(files, differences(root, files), PLAIN);
    }

    private static List<Difference> differences(Path root, List<Wanted> files) {
        return new Apply(new HostTree(root), InstantSource.system()).differences(files);
    }
}
