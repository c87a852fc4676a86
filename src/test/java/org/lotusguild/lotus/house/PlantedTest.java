package org.lotusguild.lotus.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The test of the house test: a planted mistake of each kind makes its fence, and only its fence, fail. */
class PlantedTest {
    private static final Pattern PACKAGE = Pattern.compile("package ([a-z.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|record|enum|interface) (\\w+)");

    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                planted(
                        "arrows of base",
                        in("base", "final class X { Object o = org.lotusguild.lotus.store.Tx.class; }")),
                planted("arrows of store", in("store", "final class X { org.lotusguild.lotus.http.HttpCall o; }")),
                planted("arrows of http", in("http", "final class X { org.lotusguild.lotus.store.Row o; }")),
                planted("arrows of script", in("script", "final class X { org.lotusguild.lotus.store.Row o; }")),
                planted("arrows of crypto", in("crypto", "final class X { org.lotusguild.lotus.http.HttpCall o; }")),
                planted("arrows of matrix", in("matrix", "final class X { org.lotusguild.lotus.bot.BotConfig o; }")),
                planted("arrows of bot", in("bot", "final class X { org.lotusguild.lotus.guild.GuildConfig o; }")),
                planted("arrows of guild", in("guild", "final class X { org.lotusguild.lotus.launch.Main o; }")),
                planted("every class lives in a room", in("cellar", "final class X {}")),
                planted(
                        "no package cycles",
                        in("base.one", "public final class X { org.lotusguild.lotus.base.two.Y y; }"),
                        in("base.two", "public final class Y { org.lotusguild.lotus.base.one.X x; }")),
                planted(
                        "no package cycles",
                        in("bot", "public final class X { org.lotusguild.lotus.bot.below.Y y; }"),
                        in("bot.below", "public final class Y { org.lotusguild.lotus.bot.X x; }")),
                planted("checks are pure", in("stack.check", "final class X { java.nio.file.Path p; }")),
                planted(
                        "SQL stands in stores",
                        in(
                                "bot",
                                "final class X { void x(org.lotusguild.lotus.store.Tx t) { t.sql(\"select 1\"); } }")),
                planted("Helidon and java.net.http", in("bot", "final class X { java.net.http.HttpClient c; }")),
                planted(
                        "Helidon and java.net.http",
                        in("matrix", "final class X { io.helidon.webserver.WebServer c; }")),
                planted("JDBC and the drivers", in("guild", "final class X { java.sql.Connection c; }")),
                planted(
                        "JDBC and the drivers",
                        in("matrix", "final class X { org.postgresql.ds.PGSimpleDataSource c; }")),
                planted("JDBC and the drivers", in("bot", "final class X { com.zaxxer.hikari.HikariConfig c; }")),
                planted(
                        "the vodozemac binding",
                        in("crypto", "final class X { de.connect2x.trixnity.vodozemac.VodozemacException c; }")),
                planted("the WebAssembly runtime", in("http", "final class X { run.endive.runtime.Instance c; }")),
                planted("picocli", in("bot", "final class X { picocli.CommandLine c; }")),
                planted("JLine", in("bot", "final class X { org.jline.terminal.Terminal c; }")),
                planted("the YAML engine", in("stack", "final class X { org.snakeyaml.engine.v2.api.Load c; }")),
                planted("the JSON parser", in("matrix", "final class X { tools.jackson.databind.json.JsonMapper c; }")),
                planted("console and exit", in("bot", "final class X { void x() { System.out.println(); } }")),
                planted("console and exit", in("base", "final class X { void x() { System.err.println(); } }")),
                planted("console and exit", in("stack", "final class X { void x() { System.exit(1); } }")),
                planted(
                        "console and exit",
                        in("stack", "final class X { void x() { Runtime.getRuntime().halt(1); } }")),
                planted("environment", in("launch", "final class X { Object o = System.getenv(\"HOME\"); }")),
                planted("environment", in("http", "final class X { Object o = System.getenv(); }")),
                planted("clock", in("matrix", "final class X { Object o = java.time.Instant.now(); }")),
                planted(
                        "clock",
                        in("bot", "final class X { Object o = java.time.LocalDate.now(java.time.ZoneOffset.UTC); }")),
                planted("clock", in("store", "final class X { long o = System.currentTimeMillis(); }")),
                planted(
                        "clock",
                        in("store", "final class X { java.util.function.Supplier<?> s = java.time.Instant::now; }")),
                planted("sleep", in("matrix", "final class X { void x() throws Exception { Thread.sleep(1); } }")),
                planted("randomness", in("bot", "final class X { Object o = new java.util.Random(); }")),
                planted("randomness", in("bot", "final class X { double o = Math.random(); }")),
                planted(
                        "randomness",
                        in("bot", "final class X { Object o = java.util.concurrent.ThreadLocalRandom.current(); }")),
                planted("static fields are final", in("bot", "final class X { static int count; }")),
                planted(
                        "static fields hold no state",
                        in(
                                "bot",
                                "final class X { static final Object O = null;"
                                        + " static final java.util.HashMap<String, String> M = new java.util.HashMap<>(); }")),
                planted(
                        "static fields hold no state",
                        in(
                                "http",
                                "final class X {"
                                        + " static final java.util.concurrent.atomic.AtomicLong N ="
                                        + " new java.util.concurrent.atomic.AtomicLong(); }")),
                planted("the kit knows no guild", in("matrix", "final class GuildRooms {}")),
                planted("the kit knows no guild", in("http", "final class WebhookRoutes {}")),
                planted("names say something", in("bot", "final class DispatcherImpl {}")),
                planted("names say something", in("base", "final class StringUtils {}")),
                planted("no get and set", in("bot", "record X(int a) { int getA() { return a; } }")),
                planted("classes are final", in("bot", "class X {}")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("mistakes")
    void failsTheFence(String fence, List<String> sources) throws IOException {
        assertThat(broken(sources)).containsExactly(fence);
    }

    @Test
    void breaksNothingWhenAllIsRight() throws IOException {
        assertThat(broken(List.of(
                        in(
                                "bot",
                                "final class X { java.time.Instant at(java.time.Clock c) {"
                                        + " return java.time.Instant.now(c); } org.lotusguild.lotus.matrix.Rooms rooms; }"),
                        in(
                                "bot",
                                "final class XStore { void x(org.lotusguild.lotus.store.Tx t) { t.sql(\"select 1\"); } }"),
                        in("matrix", "final class Bottom { static final String NAME = \"x\"; }"),
                        in("launch", "final class Y { void y() { System.out.println(); } }"),
                        in(
                                "crypto.primitive",
                                "final class Z { de.connect2x.trixnity.vodozemac.VodozemacException e; }"))))
                .isEmpty();
    }

    @Test
    void everyFenceOfARoomThatExistsHasItsPlantedMistake() {
        TreeSet<String> tried =
                mistakes().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> fences = new TreeSet<>(Fences.all().keySet());
        // The feature rooms share one rule; two of them stand for all.
        fences.removeIf(name -> name.matches("arrows of (webhooks|calls|push|moderation|stack|probes|site)"));
        assertThat(tried).isEqualTo(fences);
    }

    private List<String> broken(List<String> sources) throws IOException {
        compile(sources);
        JavaClasses planted = new ClassFileImporter().importPath(folder);
        return Fences.all().entrySet().stream()
                .filter(entry -> entry.getValue().evaluate(planted).hasViolation())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void compile(List<String> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            Path at = folder.resolve(first(PACKAGE, source).replace('.', '/'));
            Files.createDirectories(at);
            files.add(Files.writeString(at.resolve(first(TYPE, source) + ".java"), source));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    folder.toString(),
                    "-cp",
                    String.join(File.pathSeparator, ClassPath.entries()));
            boolean good = compiler.getTask(
                            complaints, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(good).as(complaints.toString()).isTrue();
        }
    }

    private static Arguments planted(String fence, String... sources) {
        return Arguments.of(fence, List.of(sources));
    }

    private static String in(String room, String type) {
        return "package " + Fences.ROOT + "." + room + ";\n" + type;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
