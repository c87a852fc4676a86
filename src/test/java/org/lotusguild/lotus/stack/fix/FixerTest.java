package org.lotusguild.lotus.stack.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.report.Scrubber;

/** All that can be mended in the legacy installation, mended. */
class FixerTest {
    private static final KeyLists NAMES = NameLists.read();

    @TempDir
    private Path folder;

    private record Mended(List<Origin> origins, List<FixedFile> files, List<Change> changes, List<String> patch) {}

    private static Function<List<Origin>, Audited> audit(Told told) {
        return origins -> {
            Facts facts = Reading.read(origins, NAMES)
                    .facts(Fixtures.NOW, told, NAMES, java.util.Map.of(), Set.of(), List.of());
            return new Audited(facts, Audit.run(facts, Selection.ALL, List.of(), 0));
        };
    }

    private Mended mended(Told told) throws IOException {
        List<Origin> origins = Inventory.of(List.of(folder)).origins();
        SecretLines secret =
                new SecretLines(Scrubber.of(audit(told).apply(origins).facts())::clean);
        List<FixedFile> files = Fixer.fixes(origins, audit(told), hit -> true, secret);
        List<Change> changes = new ArrayList<>();
        for (FixedFile file : files) {
            changes.add(Change.of(file, Rewriter.text(Path.of(file.origin().path()))));
        }
        return new Mended(origins, files, changes, Change.patch(changes, folder.toString(), secret));
    }

    private void copyOfLegacy() throws IOException {
        try (Stream<Path> all = Files.walk(Fixtures.LEGACY)) {
            for (Path from : all.toList()) {
                Path to = folder.resolve(Fixtures.LEGACY.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
    }

    @Test
    void mendsTheLegacyInstallationAndPatchRestoresIt() throws IOException, InterruptedException {
        copyOfLegacy();
        Told told = Fixtures.told();
        List<String> earlier = found(told);
        Mended mended = mended(told);

        List<Rewriter.Written> written = new Rewriter(Fixtures.NOW).write(mended.changes());

        assertThat(mended.files()).hasSizeGreaterThan(5);
        List<String> later = found(told);
        assertThat(offered(told)).isEmpty();
        assertThat(earlier).containsAll(later);
        assertThat(later.size())
                .isEqualTo(earlier.size()
                        - mended.files().stream()
                                .mapToInt(file -> file.fixes().size())
                                .sum());
        assertThat(written)
                .allSatisfy(file -> assertThat(Files.readString(file.backup())).isEqualTo(before(mended, file.file())));

        assertThat(patch("--reverse", mended.patch())).isZero();
        for (Change change : mended.changes()) {
            assertThat(Files.readString(Path.of(change.path()))).isEqualTo(change.before());
        }
        assertThat(patch("--whitespace=nowarn", mended.patch())).isZero();
        for (Change change : mended.changes()) {
            assertThat(Files.readString(Path.of(change.path()))).isEqualTo(change.after());
        }
    }

    private static String before(Mended mended, Path file) {
        return mended.changes().stream()
                .filter(change -> change.path().equals(file.toString()))
                .findFirst()
                .orElseThrow()
                .before();
    }

    /** Which check finds how much in which file. */
    private List<String> found(Told told) {
        return report(told).hits().stream()
                .map(hit -> hit.check().id() + " " + hit.where().file())
                .sorted()
                .toList();
    }

    private Report report(Told told) {
        return audit(told).apply(Inventory.of(List.of(folder)).origins()).report();
    }

    /** Findings that carry a change. */
    private List<Hit> offered(Told told) {
        return report(told).hits().stream()
                .filter(hit -> hit.finding() instanceof Finding.Failed failed
                        && failed.edit().isPresent())
                .toList();
    }

    private int patch(String way, List<String> lines) throws IOException, InterruptedException {
        ProcessBuilder git = new ProcessBuilder("git", "apply", "-p0", "--verbose", way)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        // Not as a part of a work tree around the folder, if there is one.
        git.environment()
                .put("GIT_CEILING_DIRECTORIES", folder.resolveSibling("").toString());
        Process patch = git.start();
        patch.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        patch.getOutputStream().close();
        String said = new String(patch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(patch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).doesNotContain("error:").doesNotContain("offset");
        return patch.exitValue();
    }

    @Test
    void showsNoSecretInThePatch() throws IOException {
        copyOfLegacy();
        assertThat(mended(Fixtures.told()).patch())
                .noneMatch(line -> line.contains("fake-") || line.contains("syt_fake") || line.contains("not-a-real"));
    }

    @Test
    void offersNothingThatBreaksSomethingElse() throws IOException {
        Files.writeString(folder.resolve("turnserver.conf"), "listening-port=3478\nstale_nonce\n");
        Mended mended = mended(Told.nothing());
        assertThat(mended.patch()).contains("-stale_nonce", "+stale-nonce");
    }

    @Test
    void refusesAFileThatWasChangedMeanwhile() throws IOException {
        Path file = folder.resolve("turnserver.conf");
        Files.writeString(file, "listening-port=3478\nstale_nonce\n");
        Mended mended = mended(Told.nothing());
        Files.writeString(file, "listening-port=3479\nstale_nonce\n");
        assertThat(Optional.ofNullable(org.assertj.core.api.Assertions.catchThrowable(
                                () -> new Rewriter(Fixtures.NOW).write(mended.changes())))
                        .map(Throwable::getMessage))
                .contains("turnserver.conf was changed since it was read");
        assertThat(names()).containsExactly("turnserver.conf");
        assertThat(Files.readString(file)).startsWith("listening-port=3479");
    }

    /** Killed before every single step on the disk: what is there is old or new, and is no configuration of anybody. */
    @Test
    void leavesEachFileOldOrNewWhereverItIsKilled() throws IOException {
        copyOfLegacy();
        Mended mended = mended(Fixtures.told());
        int steps = 0;
        boolean whole = false;
        while (!whole) {
            int last = steps++;
            int[] done = {0};
            Rewriter rewriter = new Rewriter(Fixtures.NOW.plusSeconds(steps), () -> {
                if (done[0]++ == last) {
                    throw new Killed();
                }
            });
            try {
                rewriter.write(mended.changes());
                whole = true;
            } catch (Killed e) {
                assertThat(Inventory.of(List.of(folder)).origins())
                        .hasSize(mended.origins().size());
            }
            for (Change change : mended.changes()) {
                assertThat(Files.readString(Path.of(change.path()))).isIn(change.before(), change.after());
                Files.writeString(Path.of(change.path()), change.before());
            }
        }
        assertThat(steps).isGreaterThan(mended.changes().size() * 3);
    }

    @Test
    void writesThroughOneLinkAndKeepsTheMode() throws IOException {
        Path real = folder.resolve("real.conf");
        Files.writeString(real, "listening-port=3478\nstale_nonce\n");
        Files.setPosixFilePermissions(real, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        Path link = folder.resolve("turnserver.conf");
        Files.createSymbolicLink(link, real.getFileName());
        Change change = new Change(
                "turnserver.conf",
                link.toString(),
                org.lotusguild.lotus.stack.facts.Kind.COTURN,
                Files.readString(real),
                "listening-port=3478\n");
        Rewriter.Written written =
                new Rewriter(Fixtures.NOW).write(List.of(change)).getFirst();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).isEqualTo("listening-port=3478\n");
        assertThat(written.backup()).hasFileName(".real.conf.lotus-20261122T220000Z.bak");
        assertThat(Files.getPosixFilePermissions(real))
                .isEqualTo(Files.getPosixFilePermissions(written.backup()))
                .hasSize(3);
        assertThat(written.undo()).startsWith("mv ").contains("/.real.conf.lotus-20261122T220000Z.bak");
    }

    private List<String> names() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a kill is: nobody catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
