package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/**
 * The rendered files of all hosts in one folder that stands for the root of this machine: what is to lie in {@code /etc} lies in
 * {@code FOLDER/etc}, and so the files say. Nothing else in them is changed, but for addresses where a test says so.
 */
final class RenderedTree {
    private static final Pattern ROOTED = Pattern.compile("(?<![\\w./-])/(etc|var|run)/");

    private final Path root;

    private RenderedTree(Path root) {
        this.root = root;
    }

    /** @param host whose files; those of the others are left out */
    static RenderedTree of(Path root, Plan plan, String host) {
        return of(root, Samples.files(plan), host);
    }

    static RenderedTree of(Path root, List<RenderedFile> files, String host) {
        RenderedTree tree = new RenderedTree(root);
        files.stream().filter(file -> file.host().equals(host)).forEach(tree::put);
        for (String folder : List.of("var/log/matrix-synapse", "var/lib/matrix-synapse/media", "run")) {
            tree.folder(folder);
        }
        return tree;
    }

    private void put(RenderedFile file) {
        Path place = at(file.path());
        write(place, led(file.text()));
        try {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(letters(file.mode())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String letters(String octal) {
        return octal.substring(1)
                .chars()
                .mapToObj(digit -> List.of("---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx").get(digit - '0'))
                .collect(Collectors.joining());
    }

    /** Paths of the host become paths of this tree. */
    private String led(String text) {
        return ROOTED.matcher(text).replaceAll(Matcher.quoteReplacement(root.toString()) + "/$1/");
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    Path folder(String path) {
        try {
            return Files.createDirectories(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate that nobody signed, for each of these names, where the files look for it. */
    void certificates(List<String> names) {
        Path one = folder("certificate");
        Ran made = Ran.of(
                one,
                Duration.ofSeconds(30),
                List.of(
                        ServerPackages.program("openssl").toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "30",
                        "-subj",
                        "/CN=example.org",
                        "-addext",
                        "subjectAltName=" + names.stream().map(name -> "DNS:" + name).collect(Collectors.joining(",")),
                        "-keyout",
                        "privkey.pem",
                        "-out",
                        "fullchain.pem"));
        if (made.code() != 0) {
            throw new AssertionError(made.output());
        }
        for (String name : names) {
            Path live = folder("etc/letsencrypt/live/" + name);
            for (String file : List.of("privkey.pem", "fullchain.pem")) {
                try {
                    Files.copy(one.resolve(file), live.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** A main file for nginx like the distribution's, with its user, that stays inside this tree. */
    Path nginx() {
        Path file = at("/etc/nginx/nginx.conf");
        folder("var/nginx");
        folder("var/log/nginx");
        String user = "root".equals(System.getProperty("user.name")) ? "user www-data;\n" : "";
        write(file, user + """
                worker_processes 2;
                daemon off;
                pid %1$s/run/nginx.pid;
                error_log %1$s/var/log/nginx/error.log;
                events {}
                http {
                    access_log %1$s/var/log/nginx/access.log;
                    client_body_temp_path %1$s/var/nginx/body;
                    proxy_temp_path %1$s/var/nginx/proxy;
                    fastcgi_temp_path %1$s/var/nginx/fastcgi;
                    uwsgi_temp_path %1$s/var/nginx/uwsgi;
                    scgi_temp_path %1$s/var/nginx/scgi;
                    types { text/html html; application/javascript js; application/json json; application/wasm wasm; }
                    include %1$s/etc/nginx/conf.d/*.conf;
                }
                """.formatted(root));
        return file;
    }
}
