package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.stack.render.Samples;

/** The commands of the pages about servers, run in their order, in a home and on a host that are folders of the test. */
class OperatorPagesTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *lotus (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?s) *```sh\n(.*?)```");

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Path key = folder.resolve("guild/secrets/vault-key");
        Files.createDirectories(key.getParent());
        Files.createDirectories(folder.resolve("root"));
        Files.writeString(key, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @CsvSource({"several-hosts.md, five-hosts, 9", "growing.md, large, 6"})
    void commandsDoWhatThePageSays(String page, String sample, int least) throws IOException {
        Files.writeString(folder.resolve("guild/lotus.yaml"), """
                homeserver: {url: "http://10.20.0.29:8008", server-name: example.org, registration: registration.yaml}
                """ + Samples.text(sample));
        List<String> commands =
                commands(Files.readString(Path.of("docs/operator").resolve(page)));
        assertThat(commands).hasSizeGreaterThanOrEqualTo(least);
        for (String command : commands) {
            Captured captured = new Captured();
            int code = captured.run(here(command));
            // diff answers 1 where something differs, as it does before the first apply.
            assertThat(code)
                    .as(command + "\n" + captured.err())
                    .isIn(command.startsWith("diff") ? List.of(0, 1) : List.of(0));
        }
    }

    private static List<String> commands(String page) {
        return BLOCK.matcher(page)
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map(found -> found.group(1))
                .toList();
    }

    private String[] here(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.replaceAll(
                word -> word.equals("rendered") ? folder.resolve("rendered").toString() : word);
        switch (words.getFirst()) {
            case "apply" ->
                words.addAll(List.of("--root", folder.resolve("root").toString(), "--yes"));
            case "diff" ->
                words.addAll(List.of("--against", folder.resolve("root").toString()));
            case "render" ->
                words.addAll(List.of(
                        "--home",
                        folder.resolve("guild").toString(),
                        "--out",
                        folder.resolve("rendered").toString()));
            default -> words.addAll(List.of("--home", folder.resolve("guild").toString()));
        }
        return words.toArray(String[]::new);
    }
}
