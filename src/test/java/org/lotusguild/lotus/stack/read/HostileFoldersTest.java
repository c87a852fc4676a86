package org.lotusguild.lotus.stack.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Unread;

/** Files that include each other, links that lead elsewhere, folders without an end, and files that are no text. */
class HostileFoldersTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void outlivesFilesThatIncludeEachOther() throws IOException {
        Path nginx = Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(nginx.resolve("nginx.conf"), "http { include conf.d/*.conf; }\n");
        Files.createDirectories(nginx.resolve("conf.d"));
        Files.writeString(nginx.resolve("conf.d/a.conf"), "server { include b.conf; }\n");
        Files.writeString(
                nginx.resolve("conf.d/b.conf"), "location / { include " + nginx.resolve("conf.d/a.conf") + "; }\n");
        assertThat(facts(folder).unread()).extracting(Unread::because).containsOnly("nginx: the file includes itself");
    }

    @Test
    void followsIncludesSixteenDeepAndSaysOnceThatTheyGoOn() throws IOException {
        Path nginx = Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(nginx.resolve("nginx.conf"), "http { include 0.inc; }\n");
        for (int i = 0; i < 20; i++) {
            Files.writeString(nginx.resolve(i + ".inc"), "server_tokens off;\ninclude " + (i + 1) + ".inc;\n");
        }
        assertThat(facts(folder).unread())
                .extracting(
                        unread -> unread.where().file() + ":" + unread.where().line() + " " + unread.because())
                .containsExactly("nginx/14.inc:2 nginx: includes deeper than 16");
    }

    @Test
    void outlivesFoldersThatHoldThemselvesAndNamesThatLeadNowhere() throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), "server_name: example.org\nlisteners: []\n");
        Files.createSymbolicLink(folder.resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.conf"), Path.of("/nonexistent/file"));
        Path deep = folder;
        for (int i = 0; i < 20; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        Facts facts = facts(folder);
        assertThat(facts.documents()).hasSize(1);
        assertThat(facts.unread())
                .singleElement()
                .satisfies(unread -> assertThat(unread.because()).isEqualTo("folders deeper than 16 are not read"));
    }

    @Test
    void followsNoLinkOutOfACopy() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy/sites"));
        Path here = Files.writeString(folder.resolve("turnserver.conf"), "static-auth-secret=of-this-machine\n");
        Files.writeString(copy.resolve("a.conf"), "server { }\n");
        Files.createSymbolicLink(copy.resolve("again.conf"), copy.resolve("a.conf"));
        Files.createSymbolicLink(copy.resolve("turnserver.conf"), here);
        Files.createSymbolicLink(copy.resolve("all"), folder);
        Files.createSymbolicLink(copy.resolve("nowhere.conf"), Path.of("/nonexistent/file"));
        Inventory.Found found = Inventory.of(List.of(folder.resolve("copy")), true);
        assertThat(found.origins()).extracting(Origin::file).containsExactly("sites/a.conf");
        assertThat(found.unread())
                .extracting(unread -> unread.where().file() + " " + unread.because())
                .containsExactlyInAnyOrder(
                        "sites/all is a link that leads out of the copy",
                        "sites/turnserver.conf is a link that leads out of the copy");
        assertThat(Inventory.of(List.of(folder.resolve("copy"))).origins()).hasSize(2);
    }

    @Test
    void keepsNoMoreFilesThanFitIntoMemory() throws IOException {
        String many = "a=1\n".repeat(300_000);
        for (String name : List.of("a.conf", "b", "c.conf", "d.conf", "e.conf")) {
            Files.writeString(folder.resolve(name), name.startsWith("d") ? "a=1\n" : many);
        }
        Files.createDirectory(folder.resolve("f"));
        Inventory.Found found = Inventory.of(List.of(folder, folder.resolve("f")));
        assertThat(found.origins()).extracting(Origin::file).containsExactly(folder + "/a.conf");
        assertThat(found.unread()).singleElement().satisfies(unread -> {
            assertThat(unread.where().file()).isEqualTo(folder + "/c.conf");
            assertThat(unread.because())
                    .isEqualTo(
                            "finds no room beside the files before it; it and all after it are not read: name fewer targets");
        });
        assertThat(found.unrecognised()).as("what was none of ours anyhow").isOne();
    }

    @Test
    void opensNoFilesThatCannotBeConfiguration() throws IOException {
        Path modules = Files.createDirectories(folder.resolve("hookshot/node_modules/x"));
        Files.writeString(modules.resolve("package.json"), "{\n");
        Files.writeString(folder.resolve("hookshot/README.md"), "server {\n");
        assertThat(Inventory.of(List.of(folder)).origins()).isEmpty();
        assertThat(Inventory.of(List.of(folder.resolve("hookshot/README.md"))).origins())
                .hasSize(1);
    }

    @Test
    void saysThatAFileIsBinaryTooLargeOrForeign() throws IOException {
        Files.write(folder.resolve("homeserver.yaml"), new byte[] {'a', ':', 0, 1});
        Files.write(folder.resolve("latin.conf"), "server { } # caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("large.yaml"), new byte[8 * MIB + 1]);
        Files.write(folder.resolve("picture"), new byte[] {0, 1, 2});
        assertThat(facts(folder).unread())
                .extracting(unread -> unread.where().file() + ": " + unread.because())
                .containsExactlyInAnyOrder(
                        "homeserver.yaml: is no text in UTF-8",
                        "latin.conf: is no text in UTF-8",
                        "large.yaml: is larger than 8 MiB, which is no configuration");
    }

    private static Facts facts(Path... targets) {
        return Fixtures.facts(Told.nothing(), targets);
    }
}
