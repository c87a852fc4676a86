package org.lotusguild.lotus.script;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;

/**
 * All that an engine can ask its host: whether its time is over, what time it is, random bytes. Everything else is answered
 * with nothing, or with "no such file".
 */
final class Imports {
    private static final long[] NOTHING = {};
    private static final long NO_SUCH_FILE = 8;
    private static final int MOST_RANDOM = 4096;
    private static final int MOST_PARTS = 16;

    private final WasmModule module;
    private final InstantSource clock;
    private final RandomGenerator random;

    Imports(WasmModule module, InstantSource clock, RandomGenerator random) {
        this.module = module;
        this.clock = clock;
        this.random = random;
    }

    ImportValues of(Budget budget) {
        List<ImportFunction> functions = new ArrayList<>();
        var wanted = module.importSection();
        for (int i = 0; i < wanted.importCount(); i++) {
            if (wanted.getImport(i) instanceof FunctionImport function) {
                FunctionType type = module.typeSection().getType(function.typeIndex());
                functions.add(new HostFunction(
                        function.module(), function.name(), type, body(function.name(), type, budget)));
            }
        }
        return ImportValues.builder().withFunctions(functions).build();
    }

    private WasmFunctionHandle body(String name, FunctionType type, Budget budget) {
        return switch (name) {
            case "host_interrupt" -> (engine, arguments) -> one(budget.spent() ? 1 : 0);
            case "clock_time_get" -> this::time;
            case "random_get" -> this::bytes;
            case "fd_write" -> Imports::discard;
            case "host_get_timezone_offset", "host_module_load", "host_module_normalize", "host_call" ->
                (engine, arguments) -> one(0);
            default -> (engine, arguments) -> type.returns().isEmpty() ? NOTHING : one(NO_SUCH_FILE);
        };
    }

    private long[] time(Instance engine, long... arguments) {
        engine.memory().writeLong((int) arguments[2], clock.millis() * 1_000_000L);
        return one(0);
    }

    private long[] bytes(Instance engine, long... arguments) {
        byte[] bytes = new byte[Math.clamp(arguments[1], 0, MOST_RANDOM)];
        random.nextBytes(bytes);
        engine.memory().write((int) arguments[0], bytes);
        return one(0);
    }

    /** Says that all was written. */
    private static long[] discard(Instance engine, long... arguments) {
        Memory memory = engine.memory();
        int written = 0;
        for (int i = 0; i < Math.clamp(arguments[2], 0, MOST_PARTS); i++) {
            written += memory.readInt((int) arguments[1] + i * 8 + 4);
        }
        memory.writeI32((int) arguments[3], written);
        return one(0);
    }

    private static long[] one(long value) {
        return new long[] {value};
    }
}
