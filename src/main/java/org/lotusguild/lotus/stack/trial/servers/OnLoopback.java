package org.lotusguild.lotus.stack.trial.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.render.RenderedFile;

/**
 * What a rendered file says of a host, said of this home: its folders are folders of the home, nothing is heard beyond the
 * loopback address, and nginx speaks without TLS, since nobody signs a certificate for a trial. All else stays as it is.
 *
 * @param servers the folder that stands for the root of the host
 * @param serverName under which the files know the guild
 * @param url under which this machine knows it
 */
record OnLoopback(Path servers, String serverName, URI url, boolean turn) {
    private static final Pattern ROOTED = Pattern.compile("(?<![\\w./-])/(etc|var|run)/");
    private static final Pattern REDIRECTS = Pattern.compile(
            "(?m)^server \\{\\n    listen \\d+;\\n    server_name .*\\n    location / \\{ return 301 .*\\n\\}\\n\\n?");
    private static final Pattern LISTENS = Pattern.compile("(?m)^    listen (\\d+) ssl(?: http2)?;$");
    private static final Pattern OF_TLS =
            Pattern.compile("(?m)^ *(?:ssl_\\w+|http2|add_header Strict-Transport-Security) .*\\n");
    private static final Pattern RELAYS = Pattern.compile("(?m)^  turn_servers:\\n(?:    .*\\n)+");

    /** Relative to any folder of the home: a name of the home with blanks needs no quotes then. */
    private static final String SERVERS = "../servers/";

    String text(RenderedFile file) {
        return switch (file.path()) {
            case "/etc/nginx/conf.d/lotus.conf" -> plain(moved(file.text(), SERVERS));
            case "/etc/turnserver.conf" -> relay(moved(file.text(), servers + "/"));
            case "/etc/livekit/livekit.yaml" -> media(moved(file.text(), SERVERS));
            // Its words come out with those of its start.
            case "/etc/redis/redis.conf" -> moved(file.text(), SERVERS).replaceAll("(?m)^logfile .*$", "logfile \"\"");
            default -> moved(file.text(), SERVERS);
        };
    }

    private String moved(String text, String to) {
        String name = Pattern.quote(serverName) + "(?=[/\"\\s])";
        return ROOTED.matcher(text)
                .replaceAll(Matcher.quoteReplacement(to) + "$1/")
                .replaceAll("https://" + name, "http://" + url.getAuthority())
                .replaceAll("wss://" + name, "ws://" + url.getAuthority());
    }

    private static String plain(String nginx) {
        String alone = REDIRECTS.matcher(nginx).replaceAll("");
        String here = LISTENS.matcher(alone).replaceAll("    listen 127.0.0.1:$1;");
        return OF_TLS.matcher(here).replaceAll("");
    }

    /** coturn forbids the loopback address by itself, whatever else is allowed. */
    private String relay(String coturn) {
        return coturn.replaceAll("(?m)^external-ip=.*\\n", "").replace("log-file=syslog", "log-file=stdout")
                + "allow-loopback-peers\n"
                + "pidfile=" + servers.resolve("run/turnserver.pid") + "\n"
                + "userdb=" + servers.resolve("var/lib/turnserver.db") + "\n";
    }

    /** LiveKit listens for media over TCP on every address, or not at all. */
    private String media(String liveKit) {
        String here = liveKit.replaceAll("(?m)^  tcp_port: .*$", "  tcp_port: 0")
                .replace(
                        "\nrtc:\n",
                        "\nrtc:\n  enable_loopback_candidate: true\n  interfaces:\n    includes:\n      - lo\n");
        return turn ? here : RELAYS.matcher(here).replaceAll("");
    }
}
