package org.lotusguild.lotus.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.lotusguild.lotus.house.Marks.nowWithoutClock;
import static org.lotusguild.lotus.house.Marks.target;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fences of the house, by name. Each says why it stands; a reader who wants to move one writes an ADR first. */
final class Fences {
    static final String ROOT = "org.lotusguild.lotus";
    private static final List<String> KIT = List.of("matrix", "crypto", "http", "store", "script");
    private static final List<String> FEATURES =
            List.of("bot", "webhooks", "calls", "push", "moderation", "guild", "stack", "probes", "site");
    private static final Map<String, List<String>> KIT_ARROWS = Map.of(
            "base", List.of(),
            "store", List.of("base"),
            "http", List.of("base"),
            "script", List.of("base"),
            "crypto", List.of("store", "base"),
            "matrix", List.of("crypto", "http", "store", "base"));
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    private Fences() {}

    static Map<String, ArchRule> all() {
        Fences fences = new Fences();
        fences.floors();
        fences.pure();
        fences.libraries();
        fences.process();
        fences.worldsEdge();
        fences.names();
        return fences.rules;
    }

    private void floors() {
        KIT_ARROWS.forEach((room, below) -> arrows(
                room, below, "the floor and the kit must stay a Matrix SDK that" + " people without a guild can use"));
        for (String room : FEATURES) {
            arrows(
                    room,
                    Stream.concat(KIT.stream(), Stream.of("base")).toList(),
                    "a feature room gets another room's answer as a value or through an interface of its own");
        }
        add(
                "every class lives in a room",
                classes()
                        .should()
                        .resideInAnyPackage(Stream.of(KIT, FEATURES, List.of("base", "launch"))
                                .flatMap(List::stream)
                                .map(Fences::room)
                                .toArray(String[]::new))
                        .because("a new room is a decision, written in an ADR and in this test"));
        add(
                "no package cycles",
                slices().matching(ROOT + ".(**)")
                        .should()
                        .beFreeOfCycles()
                        .because("packages in a cycle can only be understood, tested and moved together"));
        add(
                "SQL stands in stores",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(room("store"))
                        .and()
                        .haveSimpleNameNotEndingWith("Store")
                        .should()
                        .callMethodWhere(target("org.lotusguild.lotus.store.Tx", "sql"))
                        .because("whoever changes a table must find its statements in one small class"));
    }

    private void pure() {
        add(
                "checks are pure",
                classes()
                        .that()
                        .resideInAPackage(room("stack.check"))
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                room("stack.check"),
                                room("stack.facts"),
                                room("stack.address"),
                                room("base"),
                                "java.lang..",
                                "java.util..",
                                "java.time..",
                                "java.math..",
                                "org.jspecify.."))
                        .because("a check that opens files or sockets cannot be tested by a sample of a few lines"));
    }

    private void arrows(String room, List<String> below, String why) {
        String[] allowed =
                Stream.concat(Stream.of(room), below.stream()).map(Fences::room).toArray(String[]::new);
        add(
                "arrows of " + room,
                classes()
                        .that()
                        .resideInAPackage(room(room))
                        .should()
                        .onlyDependOnClassesThat(
                                resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)))
                        .because(why));
    }

    private void libraries() {
        library(
                "Helidon and java.net.http",
                List.of("http"),
                "the limits and time-outs of the network are kept there" + " and nowhere else",
                "io.helidon..",
                "java.net.http..");
        library(
                "JDBC and the drivers",
                List.of("store"),
                "two databases behind one door",
                "java.sql..",
                "javax.sql..",
                "com.zaxxer..",
                "org.sqlite..",
                "org.postgresql..");
        library(
                "the vodozemac binding",
                List.of("crypto.primitive"),
                "its defects are fenced in by one package",
                "de.connect2x..");
        library(
                "the WebAssembly runtime",
                List.of("script"),
                "strangers' code runs in one room",
                "com.dylibso.chicory..",
                "run.endive..");
        library("picocli", List.of("launch"), "the command line is the front desk's", "picocli..");
        library("JLine", List.of("launch"), "the terminal is the front desk's", "org.jline..");
        library(
                "the YAML engine",
                List.of("base.config", "base.yaml"),
                "a file's mistakes are told with line and remedy",
                "org.snakeyaml..");
        library(
                "the JSON parser",
                List.of("base.json"),
                "one codec with one set of limits; trees go everywhere",
                "tools.jackson.core..",
                "tools.jackson.databind.json..");
    }

    private void library(String name, List<String> rooms, String why, String... packages) {
        add(
                name,
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                rooms.stream().map(Fences::room).toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages)
                        .because(why));
    }

    private void process() {
        add(
                "console and exit",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(room("launch"))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethodWhere(target("java.lang.System", "exit"))
                        .orShould()
                        .callMethodWhere(target("java.lang.Runtime", "exit"))
                        .orShould()
                        .callMethodWhere(target("java.lang.Runtime", "halt"))
                        .because("a library neither talks to a terminal nor ends a process"));
        onlyInBase(
                "environment",
                "what the process was started with comes in through the configuration",
                target("java.lang.System", "getenv"));
    }

    private void worldsEdge() {
        onlyInBase(
                "clock",
                "time comes in through the constructor, so that every test is deterministic",
                target("java.lang.System", "currentTimeMillis").or(nowWithoutClock()));
        onlyInBase(
                "sleep",
                "a wait that is handed in costs a test nothing",
                target("java.lang.Thread", "sleep").or(target("java.util.concurrent.TimeUnit", "sleep")));
        add(
                "randomness",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(room("base"))
                        .should()
                        .callConstructor(java.util.Random.class)
                        .orShould()
                        .callMethodWhere(target("java.lang.Math", "random"))
                        .orShould()
                        .callMethodWhere(target("java.util.concurrent.ThreadLocalRandom", "current"))
                        .because("randomness comes in through the constructor, so that every test is deterministic"));
        add(
                "static fields are final",
                fields().that()
                        .areDeclaredInClassesThat()
                        .resideOutsideOfPackage(room("base"))
                        .and()
                        .areStatic()
                        .should()
                        .beFinal()
                        .because("two accounts, or two tests, must never meet in a variable"));
        add(
                "static fields hold no state",
                fields().that()
                        .areDeclaredInClassesThat()
                        .resideOutsideOfPackage(room("base"))
                        .and()
                        .areStatic()
                        // The native library is one a process, and so is the count of what was forgotten to be freed.
                        .and()
                        .doNotHaveFullName(ROOT + ".crypto.primitive.Handle.LEAKED")
                        .should()
                        .notHaveRawType(describe("made to be changed", Marks::changes))
                        .because("two accounts, or two tests, must never meet in a variable"));
    }

    private void names() {
        add(
                "the kit knows no guild",
                noClasses()
                        .that()
                        .resideInAnyPackage(Stream.concat(KIT.stream(), Stream.of("base"))
                                .map(Fences::room)
                                .toArray(String[]::new))
                        .should()
                        .haveNameMatching(".*\\.[A-Za-z$]*(Guild|Bot|Webhook)s?([A-Z$].*)?")
                        .because("the kit is of use to people who have no guild, no bot and no webhooks"));
        add(
                "names say something",
                noClasses()
                        .should()
                        .haveNameMatching(".*(Impl|Utils?|Manager|Helper|Base)")
                        .because("such a name fits everything, so everything ends up there"));
        add(
                "no get and set",
                methods()
                        .that(describe("are our own", Marks::ownMethod))
                        .should()
                        .haveNameNotMatching("(get|set)[A-Z].*")
                        .because(
                                "accessors are the words of the domain; a setState of Matrix is a request, not a setter"));
        add(
                "classes are final",
                classes()
                        .that(describe("are plain classes", Marks::plainClass))
                        .should()
                        .haveModifier(JavaModifier.FINAL)
                        .because("nothing is inherited here that was not made to be"));
    }

    private void onlyInBase(String name, String why, DescribedPredicate<JavaAccess<?>> call) {
        add(
                name,
                noClasses()
                        .that()
                        .resideOutsideOfPackage(room("base"))
                        .should()
                        .accessTargetWhere(call)
                        .because(why));
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }

    private void add(String name, ArchRule rule) {
        rules.put(name, rule.allowEmptyShould(true));
    }
}
