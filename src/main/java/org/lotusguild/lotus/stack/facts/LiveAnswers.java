package org.lotusguild.lotus.stack.facts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What running servers answered, each asked once.
 *
 * @param kernel of this machine
 */
public record LiveAnswers(
        List<Page> pages,
        List<Handshake> handshakes,
        List<Binding> bindings,
        List<Connection> connections,
        List<KernelValue> kernel) {
    private static final Pattern RELEASE = Pattern.compile("\"version\"\\s*:\\s*\"(\\d{1,4}(?:\\.\\d{1,4}){1,3})");

    public LiveAnswers {
        pages = List.copyOf(pages);
        handshakes = List.copyOf(handshakes);
        bindings = List.copyOf(bindings);
        connections = List.copyOf(connections);
        kernel = List.copyOf(kernel);
    }

    /** Of servers only. */
    public LiveAnswers(
            List<Page> pages, List<Handshake> handshakes, List<Binding> bindings, List<Connection> connections) {
        this(pages, handshakes, bindings, connections, List.of());
    }

    /** The same, and what the kernel has. */
    public LiveAnswers with(List<KernelValue> found) {
        return new LiveAnswers(pages, handshakes, bindings, connections, found);
    }

    /** What a page was asked for. */
    public enum Question {
        /** {@code https://SERVER_NAME/.well-known/matrix/client}. */
        CLIENT_DOCUMENT,
        /** {@code https://SERVER_NAME/.well-known/matrix/server}. */
        SERVER_DOCUMENT,
        /** {@code PUBLIC/_synapse/admin/v1/server_version}. */
        ADMIN_API,
        /** {@code PUBLIC/_synapse/metrics}. */
        PUBLIC_METRICS,
        /** {@code PUBLIC/_matrix/federation/v1/version}. */
        FEDERATION_VERSION,
        /** {@code PUBLIC/_matrix/client/unstable/org.matrix.msc4143/rtc/transports}, with a token. */
        RTC_TRANSPORTS,
        /** {@code ISSUER/.well-known/openid-configuration}. */
        OIDC_DISCOVERY,
        /** {@code SYNAPSE/_synapse/admin/v1/background_updates/status}, with a token. */
        BACKGROUND_UPDATES,
        /** The metrics of Synapse, for the names of its caches. */
        SYNAPSE_METRICS,
        /** {@code PORT/} of LiveKit. */
        SFU,
        /** {@code /healthz} of the authorization service. */
        AUTHORIZATION,
        /** {@code /metrics} of hookshot. */
        BRIDGE_METRICS,
        /** {@code CLIENT/config.json}. */
        CLIENT_CONFIG,
        /** A script that the client's page names. */
        CLIENT_SCRIPT,
        /** {@code CLIENT/assets/} and a name that is not there. */
        CLIENT_UNKNOWN_ASSET,
        /** {@code CLIENT/home/}, which the program in the page answers. */
        CLIENT_DEEP_LINK
    }

    /**
     * An answer over HTTP.
     *
     * @param url that was asked
     * @param status 0 if there was no answer
     * @param headers all of them, in order, repeated ones too
     * @param start the first 64 KiB of the body as text
     * @param failure why there was no answer; empty if there was one
     */
    public record Page(Question question, String url, int status, List<Header> headers, String start, String failure) {
        public Page {
            headers = List.copyOf(headers);
        }

        /** All values of a header. */
        public List<String> values(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .toList();
        }

        /** For people: 80 printable signs of the answer. */
        public String glance() {
            String bare = start.replaceAll("[^\\x20-\\x7e]+", " ").strip();
            return bare.length() <= 80 ? bare : bare.substring(0, 80);
        }
    }

    /** A line of the head. */
    public record Header(String name, String value) {}

    /**
     * What a port speaks of TLS.
     *
     * @param versions that it took, {@code TLSv1.2}, {@code TLSv1.3}
     * @param trusted whether the chain ends at an authority that this machine knows
     * @param failure why no handshake came to its end; empty if one did
     */
    public record Handshake(
            String host,
            int port,
            List<String> versions,
            Optional<Certificate> certificate,
            boolean trusted,
            String failure) {
        public Handshake {
            versions = List.copyOf(versions);
        }

        public String place() {
            return host + ":" + port;
        }
    }

    /**
     * A STUN binding over UDP.
     *
     * @param mapped the address that the server saw; empty if there was no answer
     * @param failure why not; empty if there was one
     */
    public record Binding(String host, int port, String mapped, Duration took, String failure) {}

    /** Whether a TCP port took a connection. */
    public record Connection(String host, int port, boolean open) {}

    /**
     * A setting of the kernel.
     *
     * @param file that asks for it, at this line
     * @param key {@code net.core.rmem_max}
     * @param has what {@code /proc/sys} says; empty if the kernel, or this container, has no such setting
     * @param because why it could not be read; empty if it could
     */
    public record KernelValue(String file, int line, String key, String wanted, Optional<String> has, String because) {}

    /** Synapse's release as it says to other servers; empty if it did not. */
    public Optional<Release> synapse() {
        return pages(Question.FEDERATION_VERSION)
                .filter(page -> page.status() == 200 && page.start().contains("\"Synapse\""))
                .flatMap(page -> RELEASE.matcher(page.start()).results())
                .map(found -> Release.parse(found.group(1)))
                .findFirst();
    }

    public Stream<Page> pages(Question question) {
        return pages.stream().filter(page -> page.question() == question);
    }
}
