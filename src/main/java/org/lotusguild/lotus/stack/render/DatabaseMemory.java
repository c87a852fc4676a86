package org.lotusguild.lotus.stack.render;

import java.util.List;
import org.lotusguild.lotus.base.ByteSize;

/**
 * How PostgreSQL shares out its memory, in whole MB as it writes them (of 1024 × 1024 bytes).
 *
 * @param shared {@code shared_buffers}: a quarter, from 128 MB to 16 GB
 * @param cache {@code effective_cache_size}: three quarters
 * @param work {@code work_mem}: a quarter shared by all connections, from 4 to 64 MB
 * @param maintenance {@code maintenance_work_mem}: a sixteenth, from 64 MB to 1 GB
 */
record DatabaseMemory(long shared, long cache, long work, long maintenance) {
    private static final long MB = 1L << 20;
    private static final long GB = 1024;

    /** @param memory all that PostgreSQL may think of as its own */
    static DatabaseMemory of(ByteSize memory, int connections) {
        long all = memory.bytes() / MB;
        return new DatabaseMemory(
                Math.clamp(all / 4, 128, 16 * GB),
                all * 3 / 4,
                Math.clamp(all / 4 / connections, 4, 64),
                Math.clamp(all / 16, 64, GB));
    }

    List<String> lines() {
        return List.of(
                "shared_buffers = " + shared + "MB",
                "effective_cache_size = " + cache + "MB",
                "work_mem = " + work + "MB",
                "maintenance_work_mem = " + maintenance + "MB");
    }
}
