package org.lotusguild.lotus.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of the repository may say. */
class RepositoryTest {
    private static final Path ROOT = Path.of("");
    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", "guild", "node_modules", ".idea", ".vscode", "LICENSE");

    /**
     * Where packages come from is the business of the machine that builds, so no file names a registry, a mirror or a folder
     * of one machine.
     */
    private static final Pattern MACHINE = Pattern.compile(String.join(
            "|",
            "repo1?\\.maven\\.",
            "maven\\.org",
            "registry\\.npmjs",
            "registry\\.yarnpkg",
            "pypi\\.org",
            "pythonhosted",
            "\\b(?:apt|packages|deb)\\.[a-z]+\\.(?:com|org)\\b",
            "--index-url",
            "--registry[ =]",
            "/home/[a-z]",
            "/Users/[a-z]",
            "/root/",
            "(?<![\\w.~$}])/work/",
            "/tmp/[a-z]"));

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    private static List<Path> files(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> top = Files.list(root.toAbsolutePath())) {
            for (Path entry : top.filter(
                            path -> !NOT_OURS.contains(path.getFileName().toString()))
                    .toList()) {
                try (Stream<Path> below = Files.walk(entry)) {
                    below.filter(Files::isRegularFile)
                            .filter(path -> !path.toString().contains("node_modules"))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static List<String> machineWords(List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            Matcher words = MACHINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (words.find()) {
                found.add(file + ": " + words.group());
            }
        }
        return found;
    }

    private static List<String> deadLinks(List<Path> files) throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path file :
                files.stream().filter(path -> path.toString().endsWith(".md")).toList()) {
            Matcher links = LINK.matcher(Files.readString(file));
            while (links.find()) {
                String target = links.group(1);
                if (!target.contains(":") && !Files.exists(file.resolveSibling(target))) {
                    dead.add(file + ": " + target);
                }
            }
        }
        return dead;
    }

    @Test
    void noFileNamesAPackageRegistryOrAMachine() throws IOException {
        List<Path> ours = files(ROOT).stream()
                .filter(file -> !file.endsWith("RepositoryTest.java"))
                // A stranger's installation, and what a stranger's program said: with their own paths.
                .filter(file -> !file.toString().contains("stack/fixtures/"))
                .toList();
        assertThat(ours).isNotEmpty();
        assertThat(machineWords(ours)).isEmpty();
    }

    @Test
    void everyRelativeLinkOfADocumentLeadsSomewhere() throws IOException {
        assertThat(deadLinks(files(ROOT))).isEmpty();
    }

    @Test
    void aPlantedWordAndAPlantedLinkAreFound(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/a.md"), "[good](b.md#part) [web](https://example.org) [bad](c.md)");
        Files.writeString(folder.resolve("docs/b.md"), "pip install --index-url x");
        assertThat(machineWords(files(folder))).singleElement().asString().endsWith("b.md: --index-url");
        assertThat(deadLinks(files(folder))).singleElement().asString().endsWith("a.md: c.md");
    }
}
