package org.lotusguild.lotus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code lotus}, run with planted Javas and a planted Maven that write down what they are asked. */
final class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            [ "$1" = -version ] && { echo 'openjdk version "%1$s.0.1" 2026-01-01' >&2; exit; }
            echo "java %1$s: $*"
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo "mvn $* ($JAVA_HOME)" >> ran
            mkdir -p target/lib && touch target/lotus.jar
            """;

    @TempDir
    Path folder;

    private Path place;

    @BeforeEach
    void lay() throws IOException {
        place = Files.createDirectories(folder.resolve("with blanks/a clone"));
        Files.copy(Path.of("lotus"), place.resolve("lotus"));
        Files.createDirectories(place.resolve("lib"));
        Files.createDirectories(folder.resolve("bin"));
        jdk("jdk 25", 25);
        jdk("jdk 17", 17);
    }

    private record Ran(int code, String out, String err) {}

    @Test
    void runsAnUnpackedReleaseThroughALinkFromAnywhere() throws Exception {
        Files.createFile(place.resolve("lotus.jar"));
        Path link = Files.createSymbolicLink(folder.resolve("bin/lo"), place.resolve("lotus"));
        Ran ran = run(link, Map.of("LOTUS_JAVA_HOME", "jdk 25"), "say", "two words");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("java 25: --enable-native-access=ALL-UNNAMED")
                .contains("-cp " + place + "/lotus.jar:" + place + "/lib/*")
                .endsWith("org.lotusguild.lotus.launch.Main say two words\n");
    }

    @Test
    void givesEachProcessItsOwnTemporaryFolderAndRemovesThoseOfTheDead() throws Exception {
        Files.createFile(place.resolve("lotus.jar"));
        Path all = folder.resolve(".cache/lotus/tmp");
        Path dead = Files.createDirectories(all.resolve("dead"));
        Files.createFile(dead.resolve("libvodozemac.so"));
        Path living = Files.createDirectories(all.resolve("living"));
        Process holder = new ProcessBuilder("flock", living.toString(), "sh", "-c", "echo held; exec cat").start();
        try (BufferedReader said = holder.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            Ran ran = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"), "up");
            assertThat(ran.out()).contains("-Djava.io.tmpdir=" + all + "/");
            assertThat(ran.err()).isEmpty();
            assertThat(dead).doesNotExist();
            assertThat(living).exists();
        } finally {
            holder.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks:\n  transforms: { enabled: true, tuned: true }\n",
                "webhooks:\n  transforms:\n    tuned: true   # much\n",
                "webhooks: {transforms: {tuned: true}}\n",
            })
    void letsJavaTranslateTheScriptEngineWhereTheFileSaysSo(String yaml) throws Exception {
        assertThat(upWith(yaml, "--home", "the home")).contains("-XX:-DontCompileHugeMethods");
        assertThat(upWith(yaml, "--home=the home"))
                .contains("-XX:-DontCompileHugeMethods")
                .contains("-XX:TieredStopAtLevel=4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks:\n  hooks:\n    alerts: {transform: {file: alerts.js}, rooms: [{room: spam}]}\n",
                "webhooks:\n  hooks:\n    alerts:\n      transform:\n        file: alerts.js\n",
            })
    void givesScriptsTheSecondCompiler(String yaml) throws Exception {
        assertThat(upWith(yaml, "--home", "the home"))
                .contains("-XX:TieredStopAtLevel=4 -XX:TrimNativeHeapInterval=5000 -XX:CompileThresholdScaling=1")
                .doesNotContain("-XX:-DontCompileHugeMethods");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks:\n  transforms: { enabled: true, tuned: false }\n",
                "webhooks:\n  transforms: {} # tuned: true\n",
                "webhooks:\n  attuned: true\n",
                "webhooks:\n#   transform:\n",
            })
    void leavesTheScriptEngineAloneOtherwise(String yaml) throws Exception {
        assertThat(upWith(yaml, "--home", "the home"))
                .doesNotContain("-XX:-DontCompileHugeMethods")
                .doesNotContain("-XX:TieredStopAtLevel=4")
                .contains("-XX:CompileThresholdScaling=0.3")
                .doesNotContain("-XX:CompileThresholdScaling=1");
    }

    private String upWith(String yaml, String... home) throws Exception {
        Files.createDirectories(folder.resolve("the home"));
        Files.writeString(folder.resolve("the home/lotus.yaml"), yaml);
        if (Files.notExists(place.resolve("lotus.jar"))) {
            Files.createFile(place.resolve("lotus.jar"));
        }
        String[] words = Stream.concat(Stream.of("up"), Stream.of(home)).toArray(String[]::new);
        Ran ran = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"), words);
        assertThat(ran.err()).isEmpty();
        return ran.out();
    }

    @Test
    void saysThatAReleaseIsNotWhole() throws Exception {
        Ran ran = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"));
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("lotus.jar is missing");
    }

    @Test
    void refusesAWishedJdkThatIsTooOld() throws Exception {
        Ran ran = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 17"));
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("jdk 17 is not a JDK 25").contains("found: 17");
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        Files.createFile(place.resolve("lotus.jar"));
        jdk("bin/../path", 26);
        Ran ran = run(
                place.resolve("lotus"),
                Map.of("JAVA_HOME", "jdk 17", "PATH", folder.resolve("path/bin") + ":/usr/bin:/bin"));
        assertThat(ran.out()).startsWith("java 26: ");
    }

    @Test
    void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
        sources();
        for (int i = 0; i < 2; i++) {
            assertThat(run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"))
                            .code())
                    .isZero();
        }
        assertThat(ran()).hasSize(1);
        Path source = place.resolve("src/main/A.java");
        Files.setLastModifiedTime(
                source,
                FileTime.fromMillis(Files.getLastModifiedTime(place.resolve("target/.built"))
                                .toMillis()
                        + 5_000));
        Ran again = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"), "status");
        assertThat(again.err()).contains("building the program").contains("built in");
        assertThat(again.out()).endsWith("Main status\n");
        assertThat(ran())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("-q")
                        .contains("package")
                        .endsWith("(" + folder.resolve("jdk 25") + ")"));
    }

    @Test
    void showsTheEndOfAFailedBuildAndStops() throws Exception {
        sources();
        script(folder.resolve("bin/mvn"), "#!/bin/sh\nseq 1 100\necho 'ERROR: no semicolon' >&2\nexit 1\n");
        Ran ran = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("no semicolon")
                .contains("target/build.log")
                .doesNotContain("\n50\n");
    }

    @Test
    void testsFastWithTheGivenOptions() throws Exception {
        sources();
        run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"), "test", "--fast", "-Dtest=A B");
        assertThat(ran())
                .singleElement()
                .asString()
                .contains(" test -Dtest=A B ")
                .doesNotContain("failsafe");
    }

    @Test
    void testsEverythingInThreeSteps() throws Exception {
        sources();
        Ran ran = run(place.resolve("lotus"), Map.of("LOTUS_JAVA_HOME", "jdk 25"), "test");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("org.lotusguild.lotus.it.Toolbox " + place);
        assertThat(ran()).hasSize(2);
        assertThat(ran().getFirst()).contains("spotless:check").contains("package");
        assertThat(ran().getLast()).contains("failsafe:integration-test").contains("failsafe:verify");
    }

    private void sources() throws IOException {
        Files.createFile(place.resolve("pom.xml"));
        Files.createDirectories(place.resolve("src/main"));
        Files.createFile(place.resolve("src/main/A.java"));
        script(folder.resolve("bin/mvn"), MAVEN);
    }

    private List<String> ran() throws IOException {
        return Files.readAllLines(place.resolve("ran"));
    }

    private void jdk(String name, int version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(name).normalize().resolve("bin"));
        script(bin.resolve("java"), JAVA.formatted(version));
        script(bin.resolve("javac"), "#!/bin/sh\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Names of JDKs in the variables are those of planted ones. */
    private Ran run(Path script, Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toList();
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("HOME", folder.toString());
        variables.forEach((name, value) -> builder.environment()
                .put(name, value.startsWith("jdk") ? folder.resolve(value).toString() : value));
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
