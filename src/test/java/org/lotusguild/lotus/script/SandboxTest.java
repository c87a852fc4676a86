package org.lotusguild.lotus.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.json.Json;

class SandboxTest {
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.standard();
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static String said(String source, String data) {
        Outcome outcome = Sandboxes.outcome(sandbox, source, data);
        assertThat(outcome).isInstanceOf(Outcome.Posted.class);
        return ((Message.Said) ((Outcome.Posted) outcome).messages().getFirst()).markdown();
    }

    private static Outcome.Failed failed(String source) {
        Outcome outcome = Sandboxes.outcome(sandbox, source);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": [1, 2]} | result = String(data.a[1]) | 2",
                "[1, 2]          | result = String(data.length) | 2",
                "\"words\"       | result = data.toUpperCase() | WORDS",
                "{}              | result = 'once'; result = 'twice' | twice",
                "{}              | undeclared = 'a'; result = undeclared | a",
                "{}              | result = 'early'; return; result = 'late' | early",
                "{}              | result = 'commented' // to the end | commented",
                "{}              | request = 'mine'; result = request | mine",
                "{}              | result = HookshotApiVersion | v2",
                "{}              | 'use strict'; globalThis.result = typeof undeclared | undefined",
                "{\"__proto__\": {\"x\": 1}} | result = [typeof ({}).x, Object.keys(data)].join() | undefined,__proto__",
            })
    void givesAScriptItsDataAndTakesItsResult(String data, String source, String said) {
        assertThat(said(source, data)).isEqualTo(said);
    }

    @Test
    void tellsAScriptHowItsDataCame() {
        assertThat(said(
                        "const { method, contentType, headers, query, hook, service, receivedAt } = request;"
                                + "result = [method, contentType, headers['user-agent'], query.a, hook, service, receivedAt].join()",
                        "{}"))
                .isEqualTo("POST,application/json,Test/1,b,alerts,grafana,2026-11-25T12:00:00Z");
    }

    @Test
    void keepsProofsOfTheSenderFromTheScript() {
        assertThat(Request.visible(
                        Map.of(
                                "User-Agent", "x",
                                "Authorization", "x",
                                "Cookie", "x",
                                "X-Gotify-Key", "x",
                                "X-Grafana-Alerting-Signature", "x",
                                "X-My-Own", "x",
                                "X-Api-Key", "x"),
                        List.of("x-MY-own")))
                .isEqualTo(Map.of("user-agent", "x"));
    }

    @Test
    void dataIsAConstant() {
        assertThat(failed("let a;\ndata = 1"))
                .isEqualTo(new Outcome.Failed(Kind.THROWN, "TypeError: 'data' is read-only", 2));
    }

    @Test
    void namesTheLineOfAnError() {
        assertThat(failed("const f = () => {\n  return data.a.b;\n};\nf()"))
                .isEqualTo(new Outcome.Failed(Kind.THROWN, "TypeError: cannot read property 'b' of undefined", 2));
        assertThat(failed("throw new Error('first')").line()).isEqualTo(1);
        assertThat(failed("throw 'bare'")).isEqualTo(new Outcome.Failed(Kind.THROWN, "bare", 0));
    }

    @Test
    void anErrorsWordsAreOneShortLine() {
        Outcome.Failed failed = failed("throw new Error('a\\n\\u0000b\\ud800' + 'x'.repeat(5000))");
        assertThat(failed.message())
                .startsWith("Error: a \uFFFDb\uFFFDxxx")
                .hasSize(300)
                .endsWith("…");
    }

    @Test
    void refusesAScriptThatIsNoneWithLineAndColumn() {
        assertThat(sandbox.compile("result = 1;\nconst a = = 2;"))
                .isEqualTo(new Refused(Kind.SYNTAX, "SyntaxError: unexpected token in expression: '='", 2, 11));
        assertThat(sandbox.compile("if ("))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.line()).isEqualTo(1));
        assertThat(Sandboxes.outcome(sandbox, "a b"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Kind.SYNTAX));
        assertThat(sandbox.compile("result = 1")).isEqualTo(new Script("result = 1"));
    }

    @Test
    void refusesAScriptOrDataThatIsTooLarge() {
        assertThat(sandbox.compile("//" + "é".repeat(32 << 10)))
                .isEqualTo(new Refused(Kind.INPUT, "the script is larger than 64 KiB", 0, 0));
        assertThat(sandbox.compile("//" + "e".repeat((64 << 10) - 2))).isInstanceOf(Script.class);
        assertThat(Sandboxes.outcome(sandbox, "result = 'x'", "\"" + "x".repeat(1 << 20) + "\""))
                .isEqualTo(new Outcome.Failed(Kind.INPUT, "what the script is given is larger than 1024 KiB", 0));
    }

    @Test
    void refusesAResultThatIsTooLarge() {
        assertThat(said("result = 'é'.repeat(131071)", "{}")).hasSize(131071);
        assertThat(failed("result = 'é'.repeat(131072)"))
                .isEqualTo(new Outcome.Failed(Kind.OUTPUT, "the result is larger than 256 KiB", 0));
    }

    @Test
    void readsAMegabyte() {
        String item = "{\"name\":\"node\",\"value\":12.5,\"ok\":true,\"tags\":[\"a\",\"b\"]}";
        List<String> items = new ArrayList<>();
        for (int size = 0; size < (1 << 20) - 1000; size += item.length() + 1) {
            items.add(item);
        }
        assertThat(said("result = String(data.length)", "[" + String.join(",", items) + "]"))
                .isEqualTo(String.valueOf(items.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀 ä ß", "\uD800", "a\uDC00b", "😀\uD83D", "\u0000"})
    void carriesEverySignThroughInAndOut(String text) {
        String data = Json.text(Map.of("text", text));
        assertThat(said(
                        "result = [...Array(data.text.length).keys()].map((i) => data.text.charCodeAt(i)).join()",
                        data))
                .isEqualTo(text.chars().mapToObj(String::valueOf).collect(Collectors.joining(",")));
        assertThat(said("result = data.text", data)).isEqualTo(Texts.whole(text));
    }

    @Test
    void anyTextComesOutAsItWentIn() {
        qt().withExamples(200)
                .forAll(strings().allPossible().ofLengthBetween(0, 40))
                .checkAssert(text -> assertThat(said("result = data.text", Json.text(Map.of("text", text))))
                        .isEqualTo(Texts.whole(text)));
    }

    @Test
    void eachRunHasNumbersOfItsOwnAndTheHostsClock() {
        String numbers = "result = [Math.random(), Math.random()].join()";
        assertThat(said(numbers, "{}")).isNotEqualTo(said(numbers, "{}")).matches("0\\.\\d+(e-\\d)?,0\\.\\d+(e-\\d)?");
        assertThat(said("result = new Date().toISOString()", "{}")).isEqualTo("2026-11-25T12:00:00.000Z");
    }

    @Test
    void pendingJobsAreNotRun() {
        assertThat(said("result = 'before'; Promise.resolve().then(() => { result = 'after'; })", "{}"))
                .isEqualTo("before");
    }

    @Test
    void aScriptThatBreaksOutOfItsWrapperGainsNothing() {
        assertThat(said("})(); result = 'outside'; (() => {", "{}")).isEqualTo("outside");
        assertThat(failed("})(); __answer = () => '{}'; __stringify = 1; result = null; (() => {")
                        .kind())
                .isEqualTo(Kind.SHAPE);
    }

    @Test
    void theConsoleIsSilentButInAPreview() {
        Script script =
                new Script("console.log('a', {b: 1}, undefined, null, 2n); console.error('\\ud800'); result = 'x'");
        assertThat(sandbox.run(script, Json.object(), Sandboxes.REQUEST).console())
                .isEmpty();
        assertThat(sandbox.preview(script, Json.object(), Sandboxes.REQUEST).console())
                .containsExactly("a {\"b\":1} undefined null 2", "\uFFFD");
    }

    @Test
    void aPreviewShowsWhatWasWrittenBeforeAnErrorAndNotTooMuch() {
        Script script = new Script("for (let i = 0; i < 500; i++) console.log('x'.repeat(1000)); throw 'up'");
        Run run = sandbox.preview(script, Json.object(), Sandboxes.REQUEST);
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(Kind.THROWN, "up", 0));
        assertThat(run.console()).hasSize(100).allMatch(line -> line.length() == 500);
    }

    @Test
    void aPreviewSaysWhyAResultIsNotSeen() {
        Run run = sandbox.preview(new Script("var result = 'x'"), Json.object(), Sandboxes.REQUEST);
        assertThat(run.outcome()).isEqualTo(new Outcome.Posted(List.of(new Message.Unsaid()), Optional.empty()));
        assertThat(run.console()).singleElement().asString().contains("write result = … alone");
    }

    @Test
    void answersSixtyFourAtOnce() throws InterruptedException, ExecutionException {
        List<Future<String>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                String own = "call " + i;
                calls.add(callers.submit(() -> said("result = data.own", "{\"own\": \"" + own + "\"}")));
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get()).isEqualTo("call " + i);
        }
    }

    @Test
    void tellsTheNextThatTooManyWait() throws InterruptedException, ExecutionException {
        ScriptConfig tight = new ScriptConfig(
                true, Duration.ofMillis(10), ScriptConfig.standard().memory(), 5, false);
        List<Future<Outcome>> calls = new ArrayList<>();
        try (Sandbox busy = Sandboxes.of(tight);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> Sandboxes.outcome(busy, "for (;;) {}")));
            }
            List<Kind> kinds = new ArrayList<>();
            for (Future<Outcome> call : calls) {
                kinds.add(((Outcome.Failed) call.get()).kind());
            }
            assertThat(kinds).contains(Kind.BUSY, Kind.TIME).containsOnly(Kind.BUSY, Kind.TIME);
        }
    }

    @Test
    void whoeverIsInterruptedIsToldToComeAgain() {
        Thread.currentThread().interrupt();
        Outcome outcome = Sandboxes.outcome(sandbox, "result = 'x'");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new Outcome.Failed(Kind.BUSY, "interrupted", 0));
        assertThat(said("result = 'after'", "{}")).isEqualTo("after");
    }

    @Test
    void aClosedSandboxTellsEverybodyToComeAgain() {
        Sandbox closed = Sandboxes.standard();
        closed.close();
        assertThat(Sandboxes.outcome(closed, "result = 'x'"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Kind.BUSY));
    }

    @Test
    void remembersTheLastScriptsOnly() {
        ByteCodes codes = new ByteCodes();
        Script first = new Script("0");
        codes.keep(first, new byte[] {1});
        for (int i = 1; i <= 63; i++) {
            codes.keep(new Script(String.valueOf(i)), new byte[0]);
        }
        assertThat(codes.of(first)).isPresent();
        codes.keep(new Script("64"), new byte[0]);
        assertThat(codes.of(first)).isPresent();
        assertThat(codes.of(new Script("1"))).isEmpty();
    }
}
