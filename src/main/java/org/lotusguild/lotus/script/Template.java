package org.lotusguild.lotus.script;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.lotusguild.lotus.script.engine.QuickJs;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExportSection;
import run.endive.wasm.types.MemoryLimits;

/**
 * An engine at the moment at which it is ready, as the bytes of its memory and the entries of its function table: each call
 * begins there. Making one takes 0.2 s, a copy of it 0.2 ms.
 */
final class Template {
    private static final int PAGE = 1 << 16;
    private static final int STACK_BYTES = 256 << 10;

    /**
     * {@code __answer} and {@code __random} are the wrapper's and cannot be replaced; the version is what hookshot sets; the
     * console is silent. The copies of one engine would all draw the same numbers, so {@code Math.random} is begun anew by
     * each call; it is no secret's source.
     */
    private static final String SETUP = """
            (() => {
              const stringify = JSON.stringify, fixed = (name, value) => Object.defineProperty(globalThis, name, { value });
              fixed('__stringify', stringify);
              fixed('__answer', (it) => (typeof it === 'object' || typeof it === 'string' ? stringify(it) : undefined));
              fixed('__random', (seed) => () => {
                seed ^= seed << 13; seed ^= seed >>> 17; seed ^= seed << 5;
                return (seed >>> 0) / 4294967296;
              });
              globalThis.HookshotApiVersion = 'v2';
              globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };
            })(); 0""";

    private final WasmModule whole = QuickJs.load();

    /** Without what the copies are given by the template: to begin them as the whole one begins takes five times as long. */
    private final WasmModule bare = bare(whole);

    private final Imports imports;
    private final int mostPages;
    private final int pages;
    private final Map<Integer, byte[]> picture = new TreeMap<>();
    private final int[] functions;
    private final long stackPointer;
    private final long runtime;
    private final long context;

    /** @param memory what a run may fill, in bytes, the engine's own 1.3 MB included */
    Template(long memory, InstantSource clock, RandomGenerator random, Budget budget) {
        imports = new Imports(whole, clock, random);
        mostPages = Math.toIntExact(memory / PAGE);
        Instance instance = instance(
                whole, whole.memorySection().orElseThrow().getMemory(0).limits().initialPages(), budget);
        Engine engine = new Engine(instance);
        prepare(engine, memory);
        pages = engine.pages();
        for (int page = 0; page < pages; page++) {
            byte[] bytes = engine.read(page * PAGE, PAGE);
            if (!empty(bytes)) {
                picture.put(page, bytes);
            }
        }
        TableInstance table = instance.table(0);
        functions = IntStream.range(0, table.size()).map(table::ref).toArray();
        stackPointer = engine.stackPointer();
        runtime = engine.call("qjs_get_runtime_ptr");
        context = engine.call("qjs_get_context_ptr");
    }

    private static void prepare(Engine engine, long memory) {
        engine.call("_initialize");
        engine.call("qjs_init");
        engine.call("qjs_set_memory_limit", memory); // a clean error in the script before the pages run out
        engine.call("qjs_set_max_stack_size", STACK_BYTES);
        engine.call("qjs_set_interrupt_handler", 1);
        engine.evaluate(SETUP);
    }

    /** A new engine that has seen nothing. */
    Engine fresh(Budget budget) {
        Instance instance = instance(bare, 1, budget);
        Memory memory = instance.memory();
        memory.grow(pages
                - 1); // Java's own zeros: the first pages are written to zero once more, which takes longer than all
        // else
        picture.forEach((page, bytes) -> memory.write(page * PAGE, bytes));
        TableInstance table = instance.table(0);
        for (int i = 0; i < functions.length; i++) {
            table.setRef(i, functions[i], instance);
        }
        Engine engine = new Engine(instance);
        engine.restore(stackPointer, runtime, context);
        return engine;
    }

    private Instance instance(WasmModule module, int initialPages, Budget budget) {
        return Instance.builder(module)
                .withMachineFactory(QuickJs::create)
                .withStart(false)
                .withMemoryLimits(new MemoryLimits(initialPages, mostPages))
                .withMemoryFactory(ByteArrayMemory::new)
                .withImportValues(imports.of(budget))
                .build();
    }

    private static WasmModule bare(WasmModule whole) {
        ExportSection.Builder exports = ExportSection.builder();
        for (int i = 0; i < whole.exportSection().exportCount(); i++) {
            Export export = whole.exportSection().getExport(i);
            if (Engine.EXPORTS.contains(export.name())) {
                exports.addExport(export);
            }
        }
        return WasmModule.builder()
                .setTypeSection(whole.typeSection())
                .setImportSection(whole.importSection())
                .setFunctionSection(whole.functionSection())
                .setTableSection(whole.tableSection())
                .setMemorySection(whole.memorySection().orElseThrow())
                .setGlobalSection(whole.globalSection())
                .setExportSection(exports.build())
                .setCodeSection(whole.codeSection())
                .withValidation(false)
                .build();
    }

    private static boolean empty(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
