package org.lotusguild.lotus.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** {@code src/it/hookshot/hookshot.mjs}: the libraries of matrix-hookshot, put together as it does. */
final class LikeHookshot implements AutoCloseable {
    private static final long ANSWER_SECONDS = 60;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Child child;
    private final String port;

    /** @param hooks by name, with the script of each or nothing */
    LikeHookshot(Map<String, String> hooks) {
        Path repository = Tools.repository();
        Path modules = Toolbox.real().hookshotModules(repository);
        child = Child.talking(
                "hookshot",
                repository,
                List.of(
                        modules.resolve("node/bin/node").toString(),
                        repository.resolve("src/it/hookshot/hookshot.mjs").toString(),
                        modules.toString(),
                        Json.text(Json.tree(hooks))),
                said::add);
        port = next();
    }

    URI address(String name) {
        return URI.create("http://127.0.0.1:" + port + "/webhook/" + name);
    }

    /** The content of the event that the last post became. */
    JsonNode content() {
        return Json.parse(next());
    }

    private String next() {
        try {
            String line = said.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nothing said:\n" + child.output());
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
