package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fail2ban with the rendered jail of a tree and nothing else. It writes down whom it would shut out, and shuts out nobody. Of
 * the loopback network only 127.0.0.1 counts as ours here: the others play the internet.
 */
final class Jail implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NAME = "lotus-matrix-proxy";
    private static final String LOG = "/var/log/nginx/access.log";

    private final Path folder;
    private final Path banned;
    private final Child server;

    private Jail(Path folder) {
        this.folder = folder;
        this.banned = folder.resolve("banned");
        this.server = Child.start("fail2ban", folder, command("fail2ban-server", "-f", "-x", "--logtarget", "STDOUT", "start"));
    }

    /** One that reads the log of the tree. */
    static Jail of(RenderedTree tree, Path folder) throws IOException {
        return of(tree, tree.at(LOG), folder);
    }

    /** @param log of nginx, in place of the tree's */
    static Jail of(RenderedTree tree, Path log, Path folder) throws IOException {
        Files.createDirectories(folder);
        run(folder, "cp", "-r", "/etc/fail2ban/.", folder.toString());
        run(folder, "rm", "-rf", folder.resolve("jail.d").toString());
        run(folder, "cp", "-r", tree.at("/etc/fail2ban/filter.d") + "/.", folder.resolve("filter.d").toString());
        Files.writeString(folder.resolve("fail2ban.local"), "[Definition]\ndbfile = None\n");
        Files.writeString(folder.resolve("action.d/lotus-note.conf"), "[Definition]\nactionban = echo <ip> >> "
                + folder.resolve("banned") + "\nactionunban =\n");
        Files.createDirectories(folder.resolve("jail.d"));
        String rendered = Files.readString(tree.at("/etc/fail2ban/jail.d/lotus.conf"));
        Files.writeString(
                folder.resolve("jail.d/lotus.conf"),
                rendered.replace(tree.at(LOG).toString(), log.toString())
                        .replace("ignoreip = 127.0.0.0/8 ", "action = lotus-note\nignoreself = false\nignoreip = "));
        Jail jail = new Jail(folder);
        Await.until(LIMIT, "the jail to start", () -> jail.server.output().contains("Jail '" + NAME + "' started"));
        return jail;
    }

    /** The addresses that were shut out, in order. */
    List<String> banned() {
        try {
            return Files.exists(banned) ? Files.readAllLines(banned) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What fail2ban counts, in its own words. */
    String status() {
        Ran ran = Ran.of(folder, LIMIT, command("fail2ban-client", "status", NAME));
        assertThat(ran.code()).as(ran.output()).isZero();
        return ran.output();
    }

    private List<String> command(String program, String... arguments) {
        Path place = ServerPackages.program("fail2ban-regex").resolveSibling(program);
        Stream<String> where = Stream.of(
                place.toString(),
                "-c",
                folder.toString(),
                "-s",
                folder.resolve("socket").toString(),
                "-p",
                folder.resolve("pid").toString());
        return Stream.concat(where, Stream.of(arguments)).toList();
    }

    private static void run(Path folder, String... command) {
        Ran ran = Ran.of(folder, LIMIT, List.of(command));
        assertThat(ran.code()).as(ran.output()).isZero();
    }

    @Override
    public void close() {
        server.close();
    }
}
