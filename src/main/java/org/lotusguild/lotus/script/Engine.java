package org.lotusguild.lotus.script;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import run.endive.runtime.Instance;

/**
 * One engine with a memory of its own: bytes in, calls, bytes out. Values of the script are addresses in that memory. What was
 * allocated is never freed, since the whole engine is thrown away.
 */
final class Engine {
    /** What is asked of an engine that is ready. */
    static final Set<String> EXPORTS = Set.of(
            "__stack_pointer",
            "qjs_set_runtime_and_context",
            "qjs_eval",
            "qjs_compile",
            "qjs_eval_bytecode",
            "qjs_new_string",
            "qjs_get_global",
            "qjs_set_prop_string",
            "qjs_get_prop_string",
            "qjs_get_string_len",
            "qjs_get_exception",
            "qjs_is_exception",
            "qjs_is_undefined",
            "qjs_is_string",
            "wasm_malloc");

    private static final String FILE = "transform.js";
    private static final Pattern PLACE = Pattern.compile(FILE + ":(\\d{1,7})(?::(\\d{1,7}))?");

    /** The script begins in the second line of what is compiled, behind these signs. */
    private static final String BEFORE =
            "const {data}=(i=>(globalThis.request=i.request,Math.random=__random(i.seed),i))(JSON.parse(__in));"
                    + "delete globalThis.__in;\n(() => { ";

    /** The line break saves a script that ends in a comment. */
    private static final String AFTER = "\n})();\n__answer(globalThis.result)";

    private static final int COLUMNS_BEFORE = 9;
    private static final int MOST_MESSAGE = 1000;
    private static final int MOST_STACK = 4000;

    private static final String NOT_SHOWN = "a value that cannot be shown";

    private final Instance instance;

    Engine(Instance instance) {
        this.instance = instance;
    }

    long call(String function, long... arguments) {
        long[] results = instance.export(function).apply(arguments);
        return results == null || results.length == 0 ? 0 : results[0];
    }

    int pages() {
        return instance.memory().pages();
    }

    byte[] read(int at, int length) {
        return instance.memory().readBytes(at, length);
    }

    long stackPointer() {
        return instance.exports().global("__stack_pointer").getValue();
    }

    void restore(long stackPointer, long runtime, long context) {
        instance.exports().global("__stack_pointer").setValue(stackPointer);
        call("qjs_set_runtime_and_context", runtime, context);
    }

    /** Runs our own code; the value is at the address. */
    long evaluate(String code) {
        byte[] bytes = utf8(code);
        return call("qjs_eval", put(bytes), bytes.length, put(utf8("setup.js")), 0);
    }

    /**
     * Sloppy mode and an arrow function, as hookshot has it: undeclared names are globals, {@code return} is allowed.
     *
     * @throws Stopped if the script is none
     */
    byte[] compile(Script script, Budget budget) {
        byte[] code = utf8(BEFORE + script.source() + AFTER);
        int lengthAt = (int) call("wasm_malloc", 8);
        int at = (int) call("qjs_compile", put(code), code.length, put(utf8(FILE)), 0, 0, lengthAt);
        if (at == 0) {
            throw thrown(script, Kind.SYNTAX, budget);
        }
        return read(at, instance.memory().readInt(lengthAt));
    }

    /**
     * @param byteCode from {@link #compile} and from nowhere else: the engine trusts it
     * @param input JSON, {@code {data, request, seed}}
     * @return the JSON of {@code result}; empty where that is neither a text nor an object
     * @throws Stopped if the script throws
     */
    Optional<String> run(Script script, byte[] byteCode, byte[] input, int most, Budget budget) {
        long string = call("qjs_new_string", put(input), input.length);
        call("qjs_set_prop_string", call("qjs_get_global"), put(utf8("__in")), string);
        long value = call("qjs_eval_bytecode", put(byteCode), byteCode.length);
        if (value == 0) {
            throw new Stopped(Kind.MEMORY, "out of memory");
        }
        if (call("qjs_is_exception", value) != 0) {
            throw thrown(script, Kind.THROWN, budget);
        }
        return call("qjs_is_undefined", value) == 0 ? Optional.of(text(value, most)) : Optional.empty();
    }

    /**
     * The value as a text.
     *
     * @param most bytes of UTF-8
     * @throws Stopped if it is longer than that
     */
    String text(long value, int most) {
        int lengthAt = (int) call("wasm_malloc", 8);
        int at = shown(value, lengthAt);
        int length = at == 0 ? 0 : instance.memory().readInt(lengthAt);
        if (length < 0 || length > most) {
            throw new Stopped(Kind.OUTPUT, "the result is larger than " + (most >> 10) + " KiB");
        }
        return at == 0 ? NOT_SHOWN : new String(read(at, length), StandardCharsets.UTF_8);
    }

    /** What was thrown. To show it may run the script's own code: that is in the same budget. */
    private Stopped thrown(Script script, Kind kind, Budget budget) {
        long error = call("qjs_get_exception");
        String message = cut(error, MOST_MESSAGE);
        Matcher place = PLACE.matcher(stack(error));
        Kind known = message.contains("out of memory") ? Kind.MEMORY : budget.spent() ? Kind.TIME : kind;
        if (!place.find()) {
            return new Stopped(known, message);
        }
        int last = (int) script.source().lines().count();
        int line = Integer.parseInt(place.group(1)) - 1;
        int column = place.group(2) == null ? 0 : Integer.parseInt(place.group(2)) - (line == 1 ? COLUMNS_BEFORE : 0);
        return line >= 1 && line <= last
                ? new Stopped(known, message, line, Math.max(0, column))
                : new Stopped(known, message, Math.max(1, last), 0); // it lacks something at its end
    }

    private String stack(long error) {
        long stack = call("qjs_get_prop_string", error, put(utf8("stack")));
        return stack != 0 && call("qjs_is_string", stack) != 0 ? cut(stack, MOST_STACK) : "";
    }

    private String cut(long value, int most) {
        int lengthAt = (int) call("wasm_malloc", 8);
        int at = shown(value, lengthAt);
        return at == 0
                ? NOT_SHOWN
                : new String(
                        read(at, Math.clamp(instance.memory().readInt(lengthAt), 0, most)), StandardCharsets.UTF_8);
    }

    /** Where the value stands as a text; 0 if it has none, or no room for it. */
    private int shown(long value, int lengthAt) {
        return lengthAt == 0 ? 0 : (int) call("qjs_get_string_len", value, lengthAt);
    }

    private int put(byte[] bytes) {
        int at = (int) call("wasm_malloc", bytes.length + 1);
        if (at == 0) {
            throw new Stopped(Kind.MEMORY, "out of memory");
        }
        instance.memory().write(at, bytes);
        instance.memory().writeByte(at + bytes.length, (byte) 0);
        return at;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
