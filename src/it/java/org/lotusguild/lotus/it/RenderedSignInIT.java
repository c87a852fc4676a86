package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.live.Live;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.render.Renderer;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.stack.secrets.SecretFolder;
import tools.jackson.databind.node.ObjectNode;

/**
 * Single sign-on as it is rendered, with real secrets: nginx, Synapse, and in Authelia's place an OpenID provider that others
 * wrote. Names, ports and addresses are those of the files; only the internet between them is the test's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
final class RenderedSignInIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String AUTH = "auth.example.org";
    private static final String MATRIX = "matrix.example.org";
    private static final String ISSUER = "https://" + AUTH;
    /** A page of ours that the rendered file lets people be sent back to. */
    private static final String BACK = "https://" + MATRIX + "/admin/sso";

    private static final String SIGN_IN =
            "https://" + MATRIX + "/_matrix/client/v3/login/sso/redirect?redirectUrl=" + BACK;

    private Path folder;
    private Plan plan;
    private RenderedTree tree;
    private SecretFolder secrets;

    @AutoClose
    private Tunnel internet;

    @AutoClose
    private RenderedHost host;

    private Child synapse;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        plan = Samples.planOf("""
                stack:
                  server-name: example.org
                  public-name: matrix.example.org
                  federation: closed
                  calls: false
                  registration: sso-only
                  ipv6: false
                  hosts: {all: {address: 127.0.0.1, memory: 4GiB, roles: [synapse, postgres, proxy, sso, lotus]}}
                  names: {auth: auth.example.org}
                  ports: {http: %d, https: %d, synapse: %d, synapse-metrics: %d, lotus: %d, authelia: %d}
                """.formatted(Stream.generate(Synapse::freePort).distinct().limit(6).toArray()));
        secrets = new SecretFolder(folder.resolve("secrets"), Optional.empty(), new SecureRandom());
        secrets.init();
        tree = RenderedTree.of(folder.resolve("root"), Renderer.files(plan, secrets), "all");
        tree.certificates(List.of("example.org", MATRIX, AUTH));
        internet = Tunnel.open(Set.of(MATRIX, AUTH), plan.port(Service.HTTPS));
        List<String> python = List.of(
                "env",
                "https_proxy=http://127.0.0.1:" + internet.address().getPort(),
                "SSL_CERT_FILE=" + certificate(),
                Tools.wholeSynapsePython().toString());
        host = new RenderedHost(folder, plan, tree, python, RenderedHost.onSqlite(folder.resolve("homeserver.db")));
        host.proxy();
        try (OpenIdProvider first = provider(ISSUER)) {
            assertThat(first.output()).contains("listening");
            synapse = host.serve();
        }
    }

    private Path certificate() {
        return tree.at("/etc/letsencrypt/live/" + AUTH + "/fullchain.pem");
    }

    private OpenIdProvider provider(String issuer) {
        return provider(issuer, secrets.value(SecretName.OIDC_CLIENT_DIGEST).value());
    }

    private OpenIdProvider provider(String issuer, String digest) {
        return new OpenIdProvider(tree, folder, issuer, plan.port(Service.AUTHELIA), digest);
    }

    private Browser browser() {
        return new Browser(internet.address(), certificate());
    }

    /** Through the provider's pages, until Synapse has an opinion. */
    private Browser.Page signIn(Browser browser) {
        Browser.Page login = browser.open(SIGN_IN, BACK);
        assertThat(login.at().getHost()).as(login.text() + complaints()).isEqualTo(AUTH);
        Browser.Page consent = browser.submit(login, Map.of("login", OpenIdProvider.ALICE, "password", "any"), BACK);
        assertThat(consent.at().getHost()).as(consent.text() + complaints()).isEqualTo(AUTH);
        return browser.submit(consent, Map.of(), BACK);
    }

    /** What Synapse wrote of sign-in. */
    private String complaints() {
        return read(tree.at("/var/log/matrix-synapse/homeserver.log"))
                .lines()
                .filter(line -> line.contains("oidc") || !line.startsWith("20"))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    /** What the app gets for the token with which the browser came back. */
    private static ObjectNode session(Browser browser, Browser.Page back) {
        assertThat(back.at().toString()).as(back.toString()).startsWith(BACK + "?loginToken=");
        ObjectNode wish = Json.object().put("type", "m.login.token");
        wish.put("token", back.at().getQuery().replaceFirst("loginToken=", ""));
        return json(browser.call("POST", "https://" + MATRIX + "/_matrix/client/v3/login", "", wish.toString()));
    }

    private static ObjectNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parseObject(answer.body());
    }

    @Test
    @Order(1)
    void aNewPersonSignsInAtTheProviderAndSpeaksInARoom() {
        try (OpenIdProvider provider = provider(ISSUER)) {
            Browser browser = browser();
            ObjectNode session = session(browser, signIn(browser));
            assertThat(Json.string(session, "user_id")).contains("@alice.smith:example.org");
            assertThat(browser.visited())
                    .contains(MATRIX + "/_synapse/client/oidc/callback")
                    .anyMatch(page -> page.startsWith(AUTH + "/"));

            String token = Json.string(session, "access_token").orElseThrow();
            String api = "https://" + MATRIX + "/_matrix/client/v3/";
            ObjectNode profile = json(browser.call("GET", api + "profile/@alice.smith:example.org", token, ""));
            assertThat(Json.string(profile, "displayname")).contains("Alice Smith");
            String room = Json.string(json(browser.call("POST", api + "createRoom", token, "{}")), "room_id").orElseThrow();
            ObjectNode sent = json(browser.call(
                    "PUT",
                    api + "rooms/" + room + "/send/m.room.message/1",
                    token,
                    "{\"msgtype\":\"m.text\",\"body\":\"here I am\"}"));
            assertThat(Json.string(sent, "event_id").orElseThrow()).startsWith("$");

            Browser elsewhere = browser();
            assertThat(Json.string(session(elsewhere, signIn(elsewhere)), "user_id"))
                    .contains("@alice.smith:example.org");
            assertThat(provider.output()).doesNotContain("token: ");
        }
    }

    @Test
    @Order(2)
    void whoCancelsAtTheProviderIsToldSo() {
        try (OpenIdProvider provider = provider(ISSUER)) {
            Browser browser = browser();
            Browser.Page login = browser.open(SIGN_IN, BACK);
            Browser.Page told = browser.open(login.at() + "/abort", BACK);
            assertThat(told.at().getHost()).isEqualTo(MATRIX);
            assertThat(told.text()).contains("access_denied");
            assertThat(provider.output()).doesNotContain("Error");
        }
    }

    @Test
    @Order(3)
    void aSecretThatIsNotTheDigestsShowsAtTheCallbackAndInTheCheckOfSecrets() {
        SecretFolder others = new SecretFolder(folder.resolve("others"), Optional.empty(), new SecureRandom());
        others.init();
        String digest = others.value(SecretName.OIDC_CLIENT_DIGEST).value();
        try (OpenIdProvider provider = provider(ISSUER, digest)) {
            Browser.Page refused = signIn(browser());
            assertThat(refused.at().getPath()).isEqualTo("/_synapse/client/oidc/callback");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("invalid_client");
            assertThat(provider.output()).contains("token: invalid_client");
        }
        tree.write(folder.resolve("secrets/oidc-client-digest"), digest);
        assertThat(secrets.strangers().orElseThrow()).contains("Authelia refuses Synapse");
    }

    /** What {@code lotus audit --live --only SSO-002} says of a configuration with this issuer. */
    private List<Hit> audited(String issuer) throws IOException {
        Path file = folder.resolve("audited/homeserver.yaml");
        tree.write(file, """
                server_name: example.org
                public_baseurl: https://127.0.0.1:1/
                listeners: []
                oidc_providers:
                  - {idp_id: a, client_id: synapse, issuer: "%s"}
                """.formatted(issuer));
        Facts facts = Fixtures.facts(Told.nothing(), file);
        try (OutgoingHttp http = new OutgoingHttp("test")) {
            LiveAnswers live = new Live(http, new SecureRandom(), InstantSource.system()).ask(facts, Map.of(), Optional.empty());
            Facts asked = facts.with(
                    EnumSet.of(Reads.LIVE), new Answers(Optional.of(live), Optional.empty(), List.of(), List.of()));
            return Audit.run(asked, new Selection(List.of("SSO-002"), List.of()), List.of(), 0).hits();
        }
    }

    @Test
    @Order(4)
    void theAuditComparesTheIssuerWithTheProvidersOwnWord() throws IOException {
        String here = "http://127.0.0.1:" + plan.port(Service.AUTHELIA);
        assertThat(audited(here)).singleElement().asString().contains("Unknown");
        try (OpenIdProvider provider = provider(here)) {
            assertThat(audited(here)).isEmpty();
            assertThat(audited(here + "/")).singleElement().asString().contains("the provider calls itself " + here);
            assertThat(audited(here + "/realms/guild")).singleElement().asString().contains("answers with status 404");
            assertThat(provider.output()).contains("listening");
        }
    }

    @Test
    @Order(5)
    void anIssuerThatDoesNotAnswerLeavesSynapseRunningAndNobodyIn() throws IOException {
        synapse.close();
        Path file = tree.at("/etc/matrix-synapse/conf.d/lotus-sso.yaml");
        Files.writeString(file, Files.readString(file).replace(ISSUER, ISSUER + "/realms/guild"));
        try (OpenIdProvider provider = provider(ISSUER)) {
            host.serve();
            Browser.Page refused = browser().open(SIGN_IN, BACK);
            assertThat(refused.at().getHost()).isEqualTo(MATRIX);
            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            Path log = tree.at("/var/log/matrix-synapse/homeserver.log");
            Await.until(LIMIT, "Synapse to complain", () -> read(log).contains("Login may be broken!"));
            assertThat(provider.output()).contains("listening");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
