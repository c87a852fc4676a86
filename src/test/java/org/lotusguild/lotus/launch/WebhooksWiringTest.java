package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.Posted;

/** What the start says of the scripts that the file names. */
class WebhooksWiringTest {
    @TempDir
    private Path folder;

    private final World world = World.real();

    @AutoClose
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, world.clock(), "webhooks", "crypto");
    }

    private WebhooksWiring.Ground ground(String script) throws IOException {
        Files.writeString(folder.resolve("films.js"), script);
        Path file = Files.writeString(folder.resolve("lotus.yaml"), """
                homeserver: {url: "https://example.org", server-name: example.org, registration: r.yaml}
                encryption: {key: "${KEY}"}
                webhooks:
                  hooks: [{name: films, rooms: [{room: "#a:example.org"}], transform: {file: films.js}}]
                """);
        LotusConfig config = new ConfigReader(name -> Optional.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .read(file, LotusConfig.class);
        WebhooksWiring.Ground ground =
                new WebhooksWiring(world, config, config.webhooks().orElseThrow()).ground(db);
        ground.sandbox().close();
        return ground;
    }

    @Test
    void aScriptThatFailsOnTheLastPostIsWarnedOfInNobodysWords() throws IOException {
        WebhooksWiring.Ground ground = ground("result = data.title;");
        Accepted post = new Accepted(
                "films",
                Json.parse("{\"title\": \"Strange Title\"}"),
                new Posted("POST", "application/json", Map.of(), Map.of()),
                1,
                List.of());
        var row = ground.deliveries().fresh("0", world.clock().instant(), post);
        db.run(tx -> ground.deliveries().insert(tx, List.of(row)));
        try (HeardLog heard = new HeardLog(Level.WARN)) {
            ground("const a = 1;\nthrow new Error(data.title);");
            assertThat(heard.lines("the script of a hook fails"))
                    .singleElement()
                    .asString()
                    .contains("lotus hook enable NAME --transform", "films", "last", "THROWN", "2")
                    .doesNotContain("Strange");
        }
        try (HeardLog heard = new HeardLog(Level.WARN)) {
            ground("result = data.title;");
            assertThat(heard.lines("the script of a hook fails")).isEmpty();
        }
    }

    @Test
    void aScriptThatIsNoneRefusesTheStartWithLineAndColumn() {
        assertThatThrownBy(() -> ground("const a = 1;\nlet let = 2;"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the script of hook films: line 2, column ");
    }
}
