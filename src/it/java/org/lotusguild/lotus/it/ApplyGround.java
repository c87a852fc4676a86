package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/**
 * Folders that stand for a host and for what was rendered for it, and the command that brings the one into the other.
 *
 * @param folder for all of it
 */
record ApplyGround(Path folder) {
    private String certificates() {
        RenderedTree tree = RenderedTree.of(folder.resolve("live"), List.of(), "");
        tree.certificates(List.of(
                "example.org", "matrix.example.org", "auth.example.org", "chat.example.org", "grafana.example.org"));
        return tree.at("/etc/letsencrypt/live").toString();
    }

    /** A plan whose addresses and certificates this machine has. */
    Plan plan(String sample) {
        String yaml = Samples.text(sample)
                .replaceAll("10\\.20\\.0\\.(\\d+)", "127.0.20.$1")
                .replace("nginx: \"1.26\"", "nginx: \"1.22\"")
                .replaceAll("(?m)^  certificates:.*\\n", "");
        return Samples.planOf(
                yaml.replace("stack:\n", "stack:\n  certificates: {path: \"" + certificates() + "/{name}\"}\n"));
    }

    /** The same plan, rendered by a newer program: every file with a comment differs. */
    static Plan newer(Plan plan) {
        return Plan.of(plan.stack(), plan.client(), "0.1-test", plan.source(), plan.today());
    }

    void rendered(String name, Plan plan, List<RenderedFile> files) {
        new RenderedFolder(folder.resolve(name)).write(plan, files, Optional.empty());
    }

    /** A folder that stands for a host, with what packages bring. */
    Path host() {
        Path root = folder.resolve("root");
        write(root.resolve("etc/matrix-synapse/homeserver.signing.key"), "ed25519 a_test " + "A".repeat(43) + "\n");
        write(root.resolve("etc/nginx/nginx.conf"), """
                pid /run/nginx.pid;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    include /etc/nginx/conf.d/*.conf;
                }
                """.formatted(folder));
        return root;
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in the files below, with their modes. */
    static Map<String, String> state(Path below) {
        Map<String, String> state = new TreeMap<>();
        if (Files.isDirectory(below)) {
            try (Stream<Path> all = Files.walk(below)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                    state.put(below.relativize(file).toString(), mode + " " + Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return state;
    }

    /** The words of {@code lotus apply}, with the Synapse of the tests on the path. */
    static List<String> apply(Path path, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "LOTUS_BUILD=never",
                "PATH=" + path + ":" + Tools.wholeSynapsePython().getParent() + ":" + System.getenv("PATH") + ":/usr/sbin",
                Tools.launcher().toString(),
                "apply"));
        command.addAll(Arrays.asList(words));
        return command;
    }
}
