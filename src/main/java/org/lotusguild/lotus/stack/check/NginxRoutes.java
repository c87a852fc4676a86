package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;

/** Which part of an nginx configuration answers a path, and what stands behind it. */
final class NginxRoutes {
    private static final Pattern TARGET = Pattern.compile("(https?)://([^/$]+)(.*)");
    private static final Pattern PORT = Pattern.compile("(.*?):(\\d{1,5})");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private NginxRoutes() {}

    /**
     * What a {@code proxy_pass} leads to.
     *
     * @param ports of the server, or of all servers of its upstream block
     * @param uri what stands behind host and port; empty if nothing
     */
    record Backend(Set<Integer> ports, String uri) {
        Backend {
            ports = Set.copyOf(ports);
        }
    }

    /** A {@code proxy_pass} and the tree that it stands in. */
    record Proxy(NginxFile file, Nested pass, Backend backend) {
        /** The directives of this name that count for it. */
        List<Directive> inherited(String name) {
            return pass.inherited(file, name);
        }

        boolean of(NginxFile tree) {
            return file.file().equals(tree.file());
        }

        boolean leadsTo(Set<Integer> ports) {
            return backend.ports().stream().anyMatch(ports::contains);
        }
    }

    /** The {@code server} blocks of a tree. */
    static List<Nested> servers(NginxFile file) {
        return file.all("server").stream()
                .filter(server -> server.directive().opens())
                .toList();
    }

    /** Every {@code proxy_pass} of all trees whose target can be told. */
    static Stream<Proxy> proxies(Facts facts) {
        return facts.nginx().stream()
                .flatMap(file -> file.all("proxy_pass").stream()
                        .flatMap(pass -> backend(facts, pass.directive()).stream()
                                .map(backend -> new Proxy(file, pass, backend))));
    }

    /** The {@code proxy_pass} that answers this path in a server; empty if something else does. */
    static Optional<Proxy> proxy(Facts facts, NginxFile file, Nested server, String path) {
        Nested level = answering(server, path);
        return level.directive().all("proxy_pass").stream()
                .findFirst()
                .flatMap(pass ->
                        backend(facts, pass).map(backend -> new Proxy(file, new Nested(pass, inside(level)), backend)));
    }

    /** The location, innermost, in which nginx answers this path; the server itself if no location fits. */
    static Nested answering(Nested level, String path) {
        return chosen(level.directive().all("location"), path)
                .map(location -> answering(new Nested(location, inside(level)), path))
                .orElse(level);
    }

    private static List<Directive> inside(Nested level) {
        List<Directive> above = new ArrayList<>(level.above());
        above.add(level.directive());
        return above;
    }

    /** As nginx chooses: the same path, then the longest prefix if it says so, then the first expression, then the prefix. */
    private static Optional<Directive> chosen(List<Directive> locations, String path) {
        Optional<Directive> exact = first(locations, "=", target -> target.equals(path));
        if (exact.isPresent()) {
            return exact;
        }
        Optional<Directive> prefix = locations.stream()
                .filter(location ->
                        location.args().size() == 1 || modifier(location).equals("^~"))
                .filter(location -> !location.text().startsWith("@") && path.startsWith(target(location)))
                .max(Comparator.comparingInt(location -> target(location).length()));
        if (prefix.filter(location -> modifier(location).equals("^~")).isPresent()) {
            return prefix;
        }
        return locations.stream()
                .filter(location -> modifier(location).startsWith("~") && fits(location, path))
                .findFirst()
                .or(() -> prefix);
    }

    private static Optional<Directive> first(List<Directive> locations, String modifier, Predicate<String> fits) {
        return locations.stream()
                .filter(location -> modifier(location).equals(modifier) && fits.test(target(location)))
                .findFirst();
    }

    private static boolean fits(Directive location, String path) {
        boolean anyCase = modifier(location).equals("~*");
        return BoundedText.finds(target(location), anyCase ? Pattern.CASE_INSENSITIVE : 0, path);
    }

    /** {@code =}, {@code ^~}, {@code ~}, {@code ~*} or empty. */
    static String modifier(Directive location) {
        return location.args().size() > 1 ? location.args().getFirst() : "";
    }

    /** The path or expression of a location. */
    static String target(Directive location) {
        return location.args().isEmpty() ? "" : location.args().getLast();
    }

    private static Optional<Backend> backend(Facts facts, Directive pass) {
        Matcher parts = TARGET.matcher(pass.text());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(2);
        Set<Integer> behind = upstream(facts, host);
        int usual = parts.group(1).equals("https") ? HTTPS : HTTP;
        return Optional.of(new Backend(behind.isEmpty() ? Set.of(port(host, usual)) : behind, parts.group(3)));
    }

    /** An upstream block stands on the top level or right in {@code http}. */
    private static Set<Integer> upstream(Facts facts, String name) {
        return facts.nginx().stream()
                .flatMap(file -> file.directives().stream())
                .flatMap(top -> top.name().equals("http") ? top.block().stream() : Stream.of(top))
                .filter(block -> block.name().equals("upstream") && block.text().equals(name))
                .flatMap(block -> block.all("server").stream())
                .filter(server -> !server.args().isEmpty())
                .map(server -> port(server.args().getFirst(), HTTP))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static int port(String host, int usual) {
        Matcher parts = PORT.matcher(host);
        return parts.matches() ? Integer.parseInt(parts.group(2)) : usual;
    }
}
