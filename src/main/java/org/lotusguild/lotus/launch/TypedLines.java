package org.lotusguild.lotus.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a person types, read beside other work. */
final class TypedLines {
    private static final int MOST = 10;

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST);
    private volatile boolean ended;

    private TypedLines() {}

    /** Begins to read. The reader is left behind when the program ends: nothing else can wake it. */
    static TypedLines from(InputStream input) {
        TypedLines typed = new TypedLines();
        Thread.ofPlatform().daemon().name("typed").start(() -> typed.read(input));
        return typed;
    }

    private void read(InputStream input) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.put(line.strip());
            }
        } catch (IOException e) {
            // As good as the end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
        }
    }

    /** The next line, if one comes in so long. */
    Optional<String> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Nothing more will come. */
    boolean ended() {
        return ended && lines.isEmpty();
    }
}
