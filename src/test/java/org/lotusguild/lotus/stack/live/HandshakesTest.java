package org.lotusguild.lotus.stack.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.certs.TestCertificates;
import org.lotusguild.lotus.stack.certs.TlsServer;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;

/** What an audit says of the certificates that real TLS servers show. */
class HandshakesTest {
    @TempDir
    static Path made;

    @TempDir
    private Path folder;

    private static List<X509TrustManager> authorities = List.of();
    private HttpServer web;
    private volatile int federation;

    @BeforeAll
    static void make() throws IOException, GeneralSecurityException {
        TestCertificates certificates = new TestCertificates(made);
        certificates.signed("good", "localhost");
        certificates.signed("old", "localhost", "-startdate", "-20d", "-validity", "10");
        certificates.signed("other", "example.net");
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("authority", certificates.authority());
        authorities = Handshakes.authorities(known);
    }

    /** Tells other servers where the homeserver is. */
    @BeforeEach
    void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/.well-known/matrix/server", exchange -> {
            byte[] body = ("{\"m.server\":\"localhost:" + federation + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void end() {
        web.stop(0);
    }

    /** The same port as TURN server and as the homeserver's door to others. */
    private List<String> found(String certificate, List<X509TrustManager> believed) throws IOException {
        try (TlsServer server = new TlsServer(made.resolve(certificate));
                OutgoingHttp http = new OutgoingHttp("test")) {
            federation = server.at().port();
            Files.writeString(folder.resolve("homeserver.yaml"), """
                    server_name: localhost
                    listeners: []
                    turn_uris: ["turns:localhost:%d?transport=tcp"]
                    """.formatted(federation));
            Facts facts = facts();
            SecureRandom random = new SecureRandom();
            LiveAnswers live = new Live(http, random, InstantSource.system(), new Handshakes(random, believed))
                    .ask(
                            facts,
                            Map.of(
                                    "server-name",
                                    URI.create("http://127.0.0.1:"
                                            + web.getAddress().getPort())),
                            Optional.empty());
            Answers answers = new Answers(Optional.of(live), Optional.empty(), List.of(), List.of());
            Selection selection = new Selection(List.of("WK-002", "TRN-008"), List.of());
            return Audit.run(facts.with(EnumSet.of(Reads.LIVE), answers), selection, List.of(), 0).hits().stream()
                    .map(HandshakesTest::shown)
                    .toList();
        }
    }

    /** At the time of the certificates, which are made today. */
    private Facts facts() {
        KeyLists names = NameLists.read();
        Inventory.Found files = Inventory.of(List.of(folder));
        return Reading.read(files.origins(), names)
                .facts(Instant.now(), Told.nothing(), names, Map.of(), Set.of(), files.unread());
    }

    private static String shown(Hit hit) {
        return hit.check().id() + " "
                + (hit.finding() instanceof Finding.Failed failed
                        ? failed.saw()
                        : hit.finding().toString());
    }

    @Test
    void takesANameThatNoHostCanHaveForOneThatDoesNotAnswer() {
        LiveAnswers.Handshake asked = new Handshakes(new SecureRandom()).ask("turn_1.example.org", 443);
        assertThat(asked.certificate()).isEmpty();
        assertThat(asked.failure()).startsWith("TLSv1.3: ");
    }

    @Test
    void nothingOfAGoodOne() throws IOException {
        assertThat(found("good", authorities)).isEmpty();
    }

    @Test
    void whichIsTheOneThatEnded() throws IOException {
        assertThat(found("old", authorities))
                .hasSize(2)
                .anyMatch(said -> said.startsWith("TRN-008 its certificate ended at 20"))
                .anyMatch(said -> said.startsWith("WK-002 localhost:" + federation + ": its certificate ended at 20"));
    }

    @Test
    void whichIsTheOneOfAnotherName() throws IOException {
        assertThat(found("other", authorities))
                .containsExactlyInAnyOrder(
                        "TRN-008 its certificate is for example.net, not for localhost",
                        "WK-002 localhost:" + federation + ": its certificate is for example.net, not for localhost");
    }

    @Test
    void whichIsTheOneOfAnAuthorityThatThisMachineDoesNotKnow() throws IOException {
        assertThat(found("good", Handshakes.authorities(null)))
                .hasSize(2)
                .allMatch(said -> said.endsWith("its certificate is signed by nobody whom servers trust"));
    }
}
