package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.Extra;
import org.lotusguild.lotus.stack.read.Malformed;
import org.lotusguild.lotus.stack.read.NginxText;

/** What becomes of nginx's servers: those of our names are compared with ours, others in the same files kept as they stand. */
final class NginxLeftovers {
    private static final Set<String> MODIFIERS = Set.of("^~", "=", "~", "~*");

    /** What would change all of a server, or stands in a file that nobody looked at. */
    private static final Set<String> BY_HAND = Set.of("return", "rewrite", "if", "include", "error_page");

    private static final Pattern PASSED = Pattern.compile("https?://([^/:]+)(?::(\\d+))?.*");

    private final Installation it;
    private final Facts rendered;
    private final List<Note> taken;
    private final Map<String, StringBuilder> extra = new TreeMap<>();
    private final List<Note> notes = new ArrayList<>();

    private NginxLeftovers(Installation it, Facts rendered, List<Note> taken) {
        this.it = it;
        this.rendered = rendered;
        this.taken = taken;
    }

    /** The settings are texts, by the name of the server that they go into. */
    static Adopted of(Installation it, Facts rendered, List<Note> taken) {
        NginxLeftovers leftovers = new NginxLeftovers(it, rendered, taken);
        for (NginxFile tree : it.facts().nginx()) {
            Set<String> files = new HashSet<>(room(tree, it, rendered).toList());
            servers(tree).filter(server -> files.contains(server.file())).forEach(leftovers::server);
        }
        Map<String, Object> texts = new TreeMap<>();
        leftovers.extra.forEach((name, text) -> texts.put(name, text.toString()));
        return new Adopted(texts, Map.of(), leftovers.notes);
    }

    /** Files with a server of one of our names: nginx does not take two servers of one name. */
    static Stream<String> room(NginxFile tree, Installation it, Facts rendered) {
        return servers(tree)
                .filter(server -> ours(server, rendered).isPresent() || client(server, it))
                .map(Directive::file)
                .distinct();
    }

    private static Stream<Directive> servers(NginxFile tree) {
        return tree.all("server").stream().map(Nested::directive).filter(Directive::opens);
    }

    private static boolean client(Directive server, Installation it) {
        return AdoptedClient.server(it).filter(server::equals).isPresent();
    }

    /** The server of ours that answers to its name over TLS. */
    private static Optional<Directive> ours(Directive server, Facts rendered) {
        String name = AdoptedProxy.name(server);
        return rendered.nginx().stream()
                .flatMap(NginxLeftovers::servers)
                .filter(own -> !own.all("ssl_certificate").isEmpty())
                .filter(own -> !name.isEmpty() && AdoptedProxy.name(own).equals(name))
                .findFirst();
    }

    private int last(Directive directive) {
        return directive.line() + NginxSource.length(it.lines(directive.file()), directive.line()) - 1;
    }

    private void server(Directive server) {
        Optional<Directive> own = ours(server, rendered);
        if (client(server, it)) {
            left(server, "Lotus lays the web client below client.path, and ends its TLS at the proxy");
        } else if (own.isPresent() && sendsAway(server)) {
            left(server, "Lotus sends what comes without TLS away itself");
        } else if (own.isPresent()) {
            server.block().forEach(inner -> inside(AdoptedProxy.name(server), inner, own.get()));
        } else if (findings(server).isPresent()) {
            left(server, "");
        } else {
            keep(server, Extra.ANYWHERE);
        }
    }

    private static boolean sendsAway(Directive server) {
        Stream<Directive> inner = server.block().stream()
                .flatMap(directive -> Stream.concat(Stream.of(directive), directive.block().stream()));
        return server.all("ssl_certificate").isEmpty()
                && inner.anyMatch(directive ->
                        directive.name().equals("return") && directive.text().contains("https://"));
    }

    private void inside(String name, Directive inner, Directive own) {
        boolean location = inner.name().equals("location");
        List<Directive> alike = own.all(inner.name());
        boolean same =
                !location && alike.stream().anyMatch(other -> other.args().equals(inner.args()));
        if (same || taken.stream().anyMatch(note -> note.covers(inner.where()))) {
            return;
        }
        if (findings(inner).isPresent()) {
            left(inner, "");
        } else if (location && alike.stream().anyMatch(other -> path(other).equals(path(inner)))) {
            left(inner, "Lotus writes its own location " + path(inner));
        } else if (location && passesToSynapse(inner)) {
            left(inner, "Lotus passes what is Synapse's itself");
        } else if (!location && !alike.isEmpty() && !inner.name().equals("add_header")) {
            left(inner, "Lotus writes its own " + inner.name());
        } else if (BY_HAND.contains(inner.name()) || passesToName(inner)) {
            left(inner, "write it under extra.nginx." + name + " by hand");
        } else {
            keep(inner, name);
        }
    }

    private static String path(Directive location) {
        return location.args().stream()
                .filter(arg -> !MODIFIERS.contains(arg))
                .findFirst()
                .orElse("");
    }

    private static Stream<Matcher> passed(Directive location) {
        return location.all("proxy_pass").stream()
                .map(pass -> PASSED.matcher(pass.text()))
                .filter(Matcher::matches);
    }

    private boolean passesToSynapse(Directive location) {
        Stream<YamlNode> workers =
                it.facts().yaml(Kind.WORKER).stream().flatMap(file -> file.items("worker_listeners").stream());
        List<String> ports = Stream.concat(
                        it.synapse().written("listeners").flatMap(one -> one.value().items().stream()), workers)
                .flatMap(listener -> listener.text("port").stream())
                .toList();
        return passed(location).anyMatch(to -> to.group(2) != null && ports.contains(to.group(2)));
    }

    /** To an upstream or a name, which nginx must know when it starts. */
    private static boolean passesToName(Directive location) {
        return passed(location).anyMatch(to -> !to.group(1).matches("[0-9.]+|localhost|\\[.*"));
    }

    private void keep(Directive directive, String into) {
        Optional<String> text = NginxSource.text(it.lines(directive.file()), directive.line(), directive.name());
        Where where = place(directive);
        if (text.filter(Discreet::text).isPresent()) {
            notes.add(new Note(
                    Note.Kind.LEFT, where, where.path(), "may hold a secret; put it into a file of your own", ""));
        } else if (text.filter(NginxLeftovers::alone).isPresent()) {
            extra.computeIfAbsent(into, any -> new StringBuilder()).append(text.get());
            notes.add(new Note(Note.Kind.KEPT, where, where.path(), "", ""));
        } else {
            notes.add(new Note(
                    Note.Kind.LEFT, where, where.path(), "write it under extra.nginx." + into + " by hand", ""));
        }
    }

    /** Whether it is one directive and takes nothing of what will stand around it. */
    private static boolean alone(String text) {
        try {
            return NginxText.alone("", text).size() == 1;
        } catch (Malformed e) {
            return false;
        }
    }

    private Optional<String> findings(Directive directive) {
        return it.findings(directive.file(), directive.line(), last(directive));
    }

    /** @param why empty if the finding says it */
    private void left(Directive directive, String why) {
        String findings = findings(directive).orElse("");
        String word = findings.isEmpty() || !why.isEmpty() ? why : it.title(findings);
        Where where = place(directive);
        notes.add(new Note(Note.Kind.LEFT, where, where.path(), word, findings));
    }

    private static Where place(Directive directive) {
        String words = directive.name().equals("server")
                ? "server " + AdoptedProxy.name(directive)
                : directive.name() + " " + (Discreet.text(directive.text()) ? "" : directive.text());
        return new Where(directive.file(), directive.line(), words.strip());
    }
}
