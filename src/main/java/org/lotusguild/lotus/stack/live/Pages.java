package org.lotusguild.lotus.stack.live;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Header;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Page;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;

/** GET, nothing else. */
final class Pages {
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int KEPT = 64 << 10;
    private static final int CAP = 8 << 20;
    private static final String CACHES = "synapse_util_caches_cache_size{";
    private static final int MOST_REDIRECTS = 3;
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]+src=\"([^\"]+)\"");

    private final HttpCaller http;

    Pages(HttpCaller http) {
        this.http = http;
    }

    Page ask(Question question, URI uri, Optional<String> token) {
        try {
            HttpCall call = HttpCall.of("GET", uri).timeout(LIMIT).answerCap(CAP);
            HttpAnswer answer = http.send(token.map(text -> call.header("Authorization", "Bearer " + text))
                    .orElse(call));
            return page(question, uri, answer);
        } catch (HttpFailure e) {
            return failed(question, uri, Optional.ofNullable(e.getMessage()).orElse("no answer"));
        }
    }

    static Page failed(Question question, URI uri, String why) {
        return new Page(question, uri.toString(), 0, List.of(), "", why);
    }

    private static Page page(Question question, URI uri, HttpAnswer answer) {
        List<Header> headers = answer.headers().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> new Header(entry.getKey(), value)))
                .toList();
        return new Page(question, uri.toString(), answer.status(), headers, start(question, answer.body()), "");
    }

    /** Of Synapse's metrics, which are long, only the lines about caches. */
    private static String start(Question question, byte[] body) {
        String whole = new String(body, StandardCharsets.UTF_8);
        String wanted = question == Question.SYNAPSE_METRICS
                ? whole.lines().filter(line -> line.startsWith(CACHES)).collect(Collectors.joining("\n"))
                : whole;
        return wanted.substring(0, Math.min(KEPT, wanted.length()));
    }

    /** As the specification allows for well-known documents. */
    Page follow(Question question, URI uri) {
        URI at = uri;
        Page page = ask(question, at, Optional.empty());
        for (int i = 0; i < MOST_REDIRECTS && page.status() / 100 == 3; i++) {
            List<String> location = page.values("Location");
            if (location.size() != 1) {
                return page;
            }
            try {
                at = at.resolve(location.getFirst());
            } catch (IllegalArgumentException e) {
                return page;
            }
            if (!at.getScheme().equals(uri.getScheme())) {
                return page;
            }
            page = ask(question, at, Optional.empty());
        }
        return page;
    }

    /** The first script that the client's page names. */
    Page script(URI client) {
        Page page = ask(Question.CLIENT_SCRIPT, client, Optional.empty());
        Matcher script = SCRIPT.matcher(page.start());
        if (page.status() != 200 || !script.find()) {
            return page;
        }
        try {
            URI named = client.resolve(script.group(1));
            return client.getAuthority().equals(named.getAuthority())
                    ? ask(Question.CLIENT_SCRIPT, named, Optional.empty())
                    : page;
        } catch (IllegalArgumentException e) {
            return page;
        }
    }
}
