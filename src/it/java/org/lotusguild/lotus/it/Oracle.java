package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The independent clients: one Node process ({@code src/it/oracle/driver.mjs}) that holds many of them. Safe for many threads. */
final class Oracle implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);
    static final String PASSWORD = "trial-password";

    private final Path directory;
    private final Child child;
    private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile @Nullable String broken;

    private Oracle(Path directory) {
        this.directory = directory;
        CompletableFuture<JsonNode> ready = expect(0);
        child = Child.talking(
                "the independent client",
                directory,
                List.of(Tools.node().toString(), directory.resolve("driver.mjs").toString()),
                this::answered);
        child.onEarlyEnd(this::abort);
        await(ready, "start", LIMIT);
    }

    /** Starts the process and waits until it can be asked. */
    static Oracle start() {
        return new Oracle(workplace());
    }

    /** Programs and modules side by side, since Node looks for modules where the program lies. */
    private static Path workplace() {
        Path source = Tools.repository().resolve("src/it/oracle");
        try (Stream<Path> programs = Files.list(source)) {
            Path directory = Files.createTempDirectory("lotus-oracle");
            for (Path program : programs.filter(p -> p.toString().endsWith(".mjs")).toList()) {
                Files.copy(program, directory.resolve(program.getFileName()));
            }
            Files.createSymbolicLink(directory.resolve("node_modules"), Tools.modules().toAbsolutePath());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answered(String line) {
        ObjectNode answer = Json.parseObject(line);
        CompletableFuture<JsonNode> future = pending.remove(answer.path("id").asInt(-1));
        if (future == null) {
            return;
        }
        Json.string(answer, "error")
                .ifPresentOrElse(
                        error -> future.completeExceptionally(new AssertionError(error)),
                        () -> future.complete(answer.path("ok")));
    }

    /** Fails every wait, now and later: a part of the test bed is gone. */
    void abort(String why) {
        broken = why;
        pending.values().forEach(future -> future.completeExceptionally(new AssertionError(why)));
    }

    /** Undoes {@link #abort}: the part is back. */
    void mend() {
        broken = null;
    }

    JsonNode ask(String what, ObjectNode arguments) {
        return ask(what, arguments, LIMIT);
    }

    /** Asks the driver, with a limit that the driver keeps as well. A refusal is an {@link AssertionError} in its words. */
    JsonNode ask(String what, ObjectNode arguments, Duration limit) {
        int id = ids.incrementAndGet();
        ObjectNode question = Json.object().put("id", id).put("do", what);
        question.setAll(arguments);
        question.put("timeout", limit.toMillis());
        CompletableFuture<JsonNode> answer = expect(id);
        String why = broken;
        if (why != null) {
            throw new AssertionError(why);
        }
        write(Json.text(question));
        return await(answer, what, limit.plus(GRACE));
    }

    private CompletableFuture<JsonNode> expect(int id) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(id, answer);
        return answer;
    }

    private synchronized void write(String line) {
        try {
            child.writer().write(line + "\n");
            child.writer().flush();
        } catch (IOException e) {
            throw new AssertionError("the independent client is gone:\n" + child.output(), e);
        }
    }

    private JsonNode await(CompletableFuture<JsonNode> answer, String what, Duration limit) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new AssertionError(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer to " + what + " within " + limit + "\n" + child.output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    /** A name that no other test uses. */
    String freshName(String hint) {
        return hint + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Makes an account without logging in. Answers its localpart. */
    String register(Homeserver server, String hint) {
        String name = freshName(hint);
        ask("register", account(server, name, PASSWORD).put("secret", server.secret()));
        return name;
    }

    /** A new account with a client that has cross-signed itself, as Element does at the first login. */
    Person person(Homeserver server, String hint) {
        Person person = login(server, register(server, hint), PASSWORD);
        person.crossSign();
        return person;
    }

    /** A client on a new device of an account. */
    Person login(Homeserver server, String user, String password) {
        return login(account(server, user, password));
    }

    private Person login(ObjectNode account) {
        String as = freshName("person");
        JsonNode made = ask("login", account.put("as", as));
        return new Person(this, as, made.path("user").asString(), made.path("device").asString());
    }

    /** A new account with a low-level device, not cross-signed. */
    Machine machine(Homeserver server, String hint) {
        String as = freshName("machine");
        ObjectNode account = account(server, register(server, hint), PASSWORD);
        JsonNode made = ask("machine", account.put("as", as));
        return new Machine(this, as, made.path("user").asString(), made.path("device").asString());
    }

    private static ObjectNode account(Homeserver server, String user, String password) {
        return Json.object().put("base", server.base()).put("user", user).put("password", password);
    }

    @Override
    public void close() {
        child.expectEnd();
        child.close();
        deleteWorkplace();
    }

    private void deleteWorkplace() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
