package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.FormElement;

/** Goes where it is sent, keeps cookies and fills in forms, as a person's browser does. Believes one certificate. */
final class Browser {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_HOPS = 20;

    private final HttpClient http;
    private final List<String> visited = new ArrayList<>();

    Browser(InetSocketAddress proxy, Path certificate) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(proxy))
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .sslContext(believing(certificate))
                .build();
    }

    /** Where it ended; a redirect only if that leads to the place where the journey was to end. */
    record Page(URI at, int status, String body) {
        private FormElement form() {
            FormElement form = (FormElement) Jsoup.parse(body, at.toString()).selectFirst("form");
            if (form == null) {
                throw new AssertionError("no form on " + this);
            }
            return form;
        }

        /** The text that a person reads. */
        String text() {
            return Jsoup.parse(body).text();
        }
    }

    /** @param end not visited any more: the address that begins so is the answer */
    Page open(String url, String end) {
        return follow(URI.create(url), HttpRequest.newBuilder().GET(), end);
    }

    /** Sends the page's form with these fields filled in and all others as they are. */
    Page submit(Page page, Map<String, String> filled, String end) {
        FormElement form = page.form();
        String body = form.formData().stream()
                .map(field -> encoded(field.key()) + "=" + encoded(filled.getOrDefault(field.key(), field.value())))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder post = HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return follow(URI.create(form.absUrl("action")), post, end);
    }

    private Page follow(URI first, HttpRequest.Builder request, String end) {
        URI at = first;
        HttpRequest.Builder next = request;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            visited.add(at.getHost() + at.getPath());
            HttpResponse<String> answer = send(next.uri(at).build());
            if (answer.statusCode() / 100 != 3) {
                return new Page(at, answer.statusCode(), answer.body());
            }
            at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
            if (at.toString().startsWith(end)) {
                return new Page(at, answer.statusCode(), "");
            }
            next = HttpRequest.newBuilder().GET();
        }
        throw new AssertionError("sent around in circles: " + visited);
    }

    /** {@code host/path} of every page, in order. */
    List<String> visited() {
        return List.copyOf(visited);
    }

    /** An API call as apps make it, with the same cookies and through the same proxy. */
    HttpResponse<String> call(String method, String url, String token, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        return send(token.isEmpty() ? request.build() : request.header("Authorization", "Bearer " + token).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(timed(request), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpRequest timed(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> true).timeout(LIMIT).build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static SSLContext believing(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("test", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
