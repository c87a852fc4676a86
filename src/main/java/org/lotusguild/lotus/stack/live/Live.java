package org.lotusguild.lotus.stack.live;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.stack.check.Discovery;
import org.lotusguild.lotus.stack.check.TurnAddresses;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Binding;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Connection;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Handshake;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Page;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;

/** Asks all at once: five seconds each, fifteen together. */
public final class Live {
    /** What {@code --url NAME=URL} may name. */
    public static final List<String> NAMES = List.of(
            "public", "server-name", "livekit", "authorization", "hookshot", "client", "synapse", "synapse-metrics");

    private static final Duration FIRST = Duration.ofSeconds(9);
    private static final Duration SECOND = Duration.ofSeconds(5);
    private static final int CONNECT_MS = 5000;
    private static final int MEDIA_OVER_TCP = 7881;
    private static final Pattern SERVER =
            Pattern.compile("\"m\\.server\"\\s*:\\s*\"([A-Za-z0-9.-]+)(?::(\\d{1,5}))?\"");
    private static final int FEDERATION = 8448;
    private static final int HTTPS = 443;

    private final Duration first;
    private final Duration second;
    private final Pages pages;
    private final Handshakes handshakes;
    private final Stun stun;
    private final Collected collected = new Collected();

    public Live(HttpCaller http, SecureRandom random, InstantSource clock) {
        this(http, random, clock, new Handshakes(random));
    }

    Live(HttpCaller http, SecureRandom random, InstantSource clock, Handshakes handshakes) {
        this(http, random, clock, handshakes, FIRST, SECOND);
    }

    /**
     * @param first for what the configuration names
     * @param second for what the answers name
     */
    Live(
            HttpCaller http,
            SecureRandom random,
            InstantSource clock,
            Handshakes handshakes,
            Duration first,
            Duration second) {
        this.first = first;
        this.second = second;
        this.pages = new Pages(http);
        this.handshakes = handshakes;
        this.stun = new Stun(random, clock);
    }

    /** One question: what to do, and what to say if nothing came of it, and why. */
    private record Task<T>(Callable<T> ask, Function<String, T> failed, List<T> into) {}

    private static final class Collected {
        private final List<Page> pages = new ArrayList<>();
        private final List<Handshake> handshakes = new ArrayList<>();
        private final List<Binding> bindings = new ArrayList<>();
        private final List<Connection> connections = new ArrayList<>();
    }

    /**
     * @param urls by {@link #NAMES}, for what the configuration does not name or names otherwise
     * @param token of an account, for what needs one
     */
    public LiveAnswers ask(Facts facts, Map<String, URI> urls, Optional<String> token) {
        List<Task<?>> tasks = new ArrayList<>();
        server(facts, urls, tasks);
        publicName(facts, urls, token, tasks);
        admin(urls, token, tasks);
        turn(facts, tasks);
        Discovery.documents(facts).stream()
                .flatMap(url -> uri(url).stream())
                .forEach(document -> page(tasks, document, Question.OIDC_DISCOVERY, false));
        named(facts, urls, tasks);
        run(tasks, first);
        List<Task<?>> more = new ArrayList<>();
        collected.pages.stream()
                .filter(page -> page.question() == Question.SERVER_DOCUMENT)
                .forEach(page -> delegated(page, more));
        run(more, second);
        return new LiveAnswers(collected.pages, collected.handshakes, collected.bindings, collected.connections);
    }

    private void server(Facts facts, Map<String, URI> urls, List<Task<?>> tasks) {
        Optional<URI> base = Optional.ofNullable(urls.get("server-name"))
                .or(() -> facts.synapse()
                        .flatMap(synapse -> synapse.text("server_name"))
                        .flatMap(name -> uri("https://" + name)));
        base.ifPresent(server -> {
            page(tasks, below(server, ".well-known/matrix/client"), Question.CLIENT_DOCUMENT, true);
            page(tasks, below(server, ".well-known/matrix/server"), Question.SERVER_DOCUMENT, true);
        });
    }

    private void publicName(Facts facts, Map<String, URI> urls, Optional<String> token, List<Task<?>> tasks) {
        Optional<URI> base = Optional.ofNullable(urls.get("public"))
                .or(() -> facts.synapse()
                        .flatMap(synapse -> synapse.text("public_baseurl"))
                        .flatMap(Live::uri));
        base.ifPresent(known -> {
            page(tasks, below(known, "_synapse/admin/v1/server_version"), Question.ADMIN_API, false);
            page(tasks, below(known, "_synapse/metrics"), Question.PUBLIC_METRICS, false);
            page(tasks, below(known, "_matrix/federation/v1/version"), Question.FEDERATION_VERSION, false);
            URI transports = below(known, "_matrix/client/unstable/org.matrix.msc4143/rtc/transports");
            token.ifPresent(text -> tasks.add(new Task<>(
                    () -> pages.ask(Question.RTC_TRANSPORTS, transports, Optional.of(text)),
                    why -> Pages.failed(Question.RTC_TRANSPORTS, transports, why),
                    collected.pages)));
            if ("https".equals(known.getScheme())) {
                handshake(tasks, known.getHost(), known.getPort() < 0 ? HTTPS : known.getPort());
            }
        });
    }

    private void turn(Facts facts, List<Task<?>> tasks) {
        TurnAddresses.of(facts).forEach(address -> {
            if (address.secure()) {
                handshake(tasks, address.host(), address.port());
            } else {
                tasks.add(new Task<>(
                        () -> stun.ask(address.host(), address.port()),
                        why -> new Binding(address.host(), address.port(), "", Duration.ZERO, why),
                        collected.bindings));
            }
        });
    }

    /** Of Synapse itself: the proxy shows nothing of it. */
    private void admin(Map<String, URI> urls, Optional<String> token, List<Task<?>> tasks) {
        Optional.ofNullable(urls.get("synapse"))
                .filter(base -> token.isPresent())
                .ifPresent(base -> {
                    URI status = below(base, "_synapse/admin/v1/background_updates/status");
                    tasks.add(new Task<>(
                            () -> pages.ask(Question.BACKGROUND_UPDATES, status, token),
                            why -> Pages.failed(Question.BACKGROUND_UPDATES, status, why),
                            collected.pages));
                });
    }

    private void named(Facts facts, Map<String, URI> urls, List<Task<?>> tasks) {
        Optional.ofNullable(urls.get("livekit")).ifPresent(sfu -> {
            page(tasks, below(sfu, ""), Question.SFU, false);
            int port = facts.yaml(Kind.LIVEKIT).stream()
                    .flatMap(file -> file.text("rtc", "tcp_port").stream())
                    .filter(text -> text.matches("[1-9]\\d{0,4}"))
                    .map(Integer::valueOf)
                    .findFirst()
                    .orElse(MEDIA_OVER_TCP);
            tasks.add(new Task<>(
                    () -> connection(sfu.getHost(), port),
                    why -> new Connection(sfu.getHost(), port, false),
                    collected.connections));
        });
        Optional.ofNullable(urls.get("authorization"))
                .ifPresent(base -> page(tasks, below(base, "healthz"), Question.AUTHORIZATION, false));
        Optional.ofNullable(urls.get("hookshot"))
                .ifPresent(base -> page(tasks, below(base, "metrics"), Question.BRIDGE_METRICS, false));
        Optional.ofNullable(urls.get("synapse-metrics"))
                .ifPresent(base -> page(tasks, below(base, "_synapse/metrics"), Question.SYNAPSE_METRICS, false));
        Optional.ofNullable(urls.get("client")).ifPresent(base -> {
            page(tasks, below(base, "config.json"), Question.CLIENT_CONFIG, false);
            page(tasks, below(base, "assets/lotus-audit-none.js"), Question.CLIENT_UNKNOWN_ASSET, false);
            page(tasks, below(base, "home/"), Question.CLIENT_DEEP_LINK, false);
            URI root = below(base, "");
            tasks.add(new Task<>(
                    () -> pages.script(root), why -> Pages.failed(Question.CLIENT_SCRIPT, root, why), collected.pages));
        });
    }

    private void delegated(Page page, List<Task<?>> tasks) {
        Matcher server = SERVER.matcher(page.start());
        if (page.status() == 200 && server.find()) {
            int port = server.group(2) == null ? FEDERATION : Integer.parseInt(server.group(2));
            boolean asked = collected.handshakes.stream()
                    .anyMatch(shake -> shake.place().equals(server.group(1) + ":" + port));
            if (!asked && port > 0 && port < 65_536) {
                handshake(tasks, server.group(1), port);
            }
        }
    }

    private void page(List<Task<?>> tasks, URI uri, Question question, boolean follow) {
        tasks.add(new Task<>(
                () -> follow ? pages.follow(question, uri) : pages.ask(question, uri, Optional.empty()),
                why -> Pages.failed(question, uri, why),
                collected.pages));
    }

    private void handshake(List<Task<?>> tasks, String host, int port) {
        tasks.add(new Task<>(
                () -> handshakes.ask(host, port),
                why -> new Handshake(host, port, List.of(), Optional.empty(), false, why),
                collected.handshakes));
    }

    private static Connection connection(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            return new Connection(host, port, true);
        } catch (IOException e) {
            return new Connection(host, port, false);
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static URI below(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + path);
    }

    /** Nobody is waited for at the end: a look-up of a name cannot be interrupted, and may take half a minute. */
    private static void run(List<Task<?>> tasks, Duration limit) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Running<?>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(Running.of(task, threads)));
            long end = System.nanoTime() + limit.toNanos();
            for (Running<?> one : running) {
                one.settle(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }

    private record Running<T>(Task<T> task, Future<T> future) {
        static <T> Running<T> of(Task<T> task, ExecutorService threads) {
            return new Running<>(task, threads.submit(task.ask()));
        }

        void settle(long nanos) throws InterruptedException {
            try {
                task.into().add(future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
            } catch (java.util.concurrent.TimeoutException | CancellationException e) {
                future.cancel(true);
                task.into().add(task.failed().apply("no answer in time"));
            } catch (ExecutionException e) {
                // An address that a file or another server gave, and that nobody can have.
                String why = Optional.ofNullable(e.getCause())
                        .map(Throwable::getMessage)
                        .orElse("no reason is known");
                task.into().add(task.failed().apply("cannot be asked: " + why));
            }
        }
    }
}
