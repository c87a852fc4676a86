package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.render.InstallPage;
import org.lotusguild.lotus.stack.render.Samples;

/**
 * A PostgreSQL of nobody's in a folder, with the rendered files in their places. Asked over its socket as the user whom it
 * belongs to, which the rendered line {@code local all all peer} lets in.
 *
 * @param programs the folder with {@code postgres}
 */
record RenderedPostgres(Path folder, Path programs) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern AS_ADMIN = Pattern.compile("(?m)^sudo -u postgres (createuser|createdb) (.*)$");

    static RenderedPostgres made(Path folder, Path programs, int major, Plan plan) {
        RenderedPostgres cluster = new RenderedPostgres(folder, programs);
        cluster.own();
        cluster.well("initdb", "-D", cluster.data().toString(), "-U", user(), "-E", "UTF8", "--locale=C", "--no-sync");
        try {
            cluster.configure("/etc/postgresql/" + major + "/main/", plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cluster;
    }

    Path data() {
        return folder.resolve("data");
    }

    private void configure(String place, Plan plan) throws IOException {
        Host host = plan.the(Role.POSTGRES);
        Files.createDirectories(data().resolve("conf.d"));
        Files.writeString(
                data().resolve("conf.d/lotus.conf"), Samples.file(plan, host, place + "conf.d/lotus.conf"));
        Files.writeString(data().resolve("pg_hba.conf"), Samples.file(plan, host, place + "pg_hba.conf"));
        Path main = data().resolve("postgresql.conf");
        Files.writeString(main, Files.readString(main) + "\ninclude_dir = 'conf.d'\n");
        Ran key = Ran.of(
                data(),
                LIMIT,
                List.of(ServerPackages.program("openssl").toString(), "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                        "-days", "30", "-subj", "/CN=database", "-keyout", "server.key", "-out", "server.crt"));
        assertThat(key.code()).as(key.output()).isZero();
        own();
    }

    /** What is in the folder belongs to the cluster's user from now on. */
    void own() {
        if (user().equals("nobody")) {
            assertThat(Ran.of(folder, LIMIT, List.of("chown", "-R", "nobody", folder.toString())).code()).isZero();
        }
    }

    private static String user() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? "nobody" : user;
    }

    Child start(int port) {
        List<String> command = List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString(),
                "-c",
                "ssl=on",
                "-c",
                "fsync=off");
        return Child.start("PostgreSQL", folder, Ran.unprivileged(command));
    }

    /** Users and databases, as {@code INSTALL.md} says; a password that it asks for is the rendered one. */
    void install(int port, Plan plan) {
        Matcher line = AS_ADMIN.matcher(InstallPage.text(plan, plan.the(Role.POSTGRES)));
        while (line.find()) {
            asAdmin(port, line.group(1), line.group(2));
        }
    }

    /** The databases of {@code INSTALL.md} alone, when their users are there. */
    void databases(int port, Plan plan) {
        Matcher line = AS_ADMIN.matcher(InstallPage.text(plan, plan.the(Role.POSTGRES)));
        while (line.find()) {
            if (line.group(1).equals("createdb")) {
                asAdmin(port, line.group(1), line.group(2));
            }
        }
    }

    private void asAdmin(int port, String program, String words) {
        List<String> all = new ArrayList<>(List.of("-h", folder.toString(), "-p", Integer.toString(port), "-U", user()));
        all.addAll(List.of(words.replace("--pwprompt ", "").split(" ")));
        well(program, all.toArray(String[]::new));
        if (words.contains("--pwprompt")) {
            String role = words.substring(words.lastIndexOf(' ') + 1);
            SecretName name = SecretName.of("db-" + role.replaceFirst("^lotus_", "")).orElseThrow();
            said(port, "postgres", "alter role " + role + " password '" + Samples.secrets().value(name).value() + "'");
        }
    }

    private void well(String program, String... words) {
        Ran ran = ran(program, words);
        assertThat(ran.code()).as(ran.output()).isZero();
    }

    Ran ran(String program, String... words) {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(words));
        return Ran.of(folder, LIMIT, Ran.unprivileged(command));
    }

    Ran psql(int port, String database, String... more) {
        List<String> command = new ArrayList<>(List.of(
                ServerPackages.postgres("psql").toString(),
                "-X",
                "-h",
                folder.toString(),
                "-p",
                Integer.toString(port),
                "-U",
                user(),
                "-d",
                database));
        command.addAll(List.of(more));
        return Ran.of(folder, LIMIT, Ran.unprivileged(command));
    }

    String said(int port, String database, String sql) {
        Ran ran = psql(port, database, "-At", "-c", sql);
        assertThat(ran.code()).as(ran.output()).isZero();
        return ran.output();
    }
}
