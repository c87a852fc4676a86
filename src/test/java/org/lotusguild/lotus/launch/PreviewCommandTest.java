package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;

class PreviewCommandTest {
    private static final String FIRING = "src/test/resources/webhooks/payloads/grafana/Firing.json";

    @TempDir
    private Path folder;

    private final Captured captured = new Captured();

    @Test
    void showsWhatAPayloadBecomes() {
        assertThat(captured.run("hook", "preview", FIRING, "--html")).isZero();
        assertThat(captured.out())
                .contains("service  grafana", "event    grafana.firing", "level    warning", "key      ")
                .contains("⚠️ HostHighCpu on pve1.example.org:9100 – warning\nCPU usage has been above 95%")
                .contains("<strong>HostHighCpu on pve1.example.org:9100</strong>");
    }

    @Test
    void printsJson() {
        assertThat(captured.run("hook", "preview", FIRING, "--json")).isZero();
        assertThat(Json.parseObject(captured.out()).path("body").asString()).startsWith("⚠️ HostHighCpu");
    }

    @Test
    void showsTextAsItIs() throws IOException {
        Path text = Files.writeString(folder.resolve("note.txt"), "the backup\nis done");
        assertThat(captured.run("hook", "preview", text.toString())).isZero();
        assertThat(captured.out()).contains("the backup\nis done");
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"alerts\": [");
        assertThat(captured.run("hook", "preview", broken.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("broken.json is not JSON at line 1");
        assertThat(captured.run("hook", "preview", folder.resolve("none.json").toString()))
                .isEqualTo(ExitCode.MACHINE);
        assertThat(captured.err()).contains("there is no such file");
        assertThat(captured.run("hook", "preview", FIRING, "--service", "graphana"))
                .isEqualTo(ExitCode.USAGE);
    }

    private int scripted(String script, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("script.js"), script);
        Path payload = Files.writeString(folder.resolve("payload.json"), "{\"word\": \"hello\"}");
        List<String> words =
                new ArrayList<>(List.of("hook", "preview", payload.toString(), "--transform", file.toString()));
        words.addAll(List.of(more));
        return captured.run(words.toArray(String[]::new));
    }

    @Test
    void showsWhatAScriptMakesOfItAndWhatItWroteToItsConsole() throws IOException {
        assertThat(scripted(
                        "console.log('seen', data.word);\nresult = {version: 'v2', plain: data.word, html: '<b>h</b>', key: 'k'}",
                        "--html"))
                .isZero();
        assertThat(captured.out()).contains("console  seen hello", "event    script.message", "\nhello", "<b>h</b>");
    }

    @Test
    void saysInWhichLineAScriptFailsAndThatNothingComesOfIt() throws IOException {
        assertThat(scripted("const a = 1;\nmissing.name = a;")).isEqualTo(ExitCode.FAILED);
        assertThat(captured.err()).contains("script failed (thrown): line 2: ");
        assertThat(scripted("const a = 1;\nlet let = 2;")).isEqualTo(ExitCode.FAILED);
        assertThat(captured.err()).contains("script.js: line 2, column ");
        assertThat(scripted("result = {version: 'v2', empty: true}")).isEqualTo(ExitCode.FAILED);
        assertThat(captured.err()).contains("the script wants nothing posted");
    }
}
