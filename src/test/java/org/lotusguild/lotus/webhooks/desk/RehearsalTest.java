package org.lotusguild.lotus.webhooks.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.webhooks.desk.Rehearsal.Verdict;
import tools.jackson.databind.JsonNode;

/** What a script is asked before a hook keeps it. */
class RehearsalTest {
    private static final String PICKY = "const a = 1;\nresult = data.movie.genres.join();";

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T18:00:00Z"));
    private final Map<String, JsonNode> posted = new HashMap<>();

    @AutoClose
    private final Sandbox sandbox = new Sandbox(ScriptConfig.standard(), clock, new SecureRandom());

    private Verdict of(Optional<String> service, String source) {
        return new Rehearsal(sandbox, true, hook -> Optional.ofNullable(posted.get(hook)), clock)
                .of("films", service, source);
    }

    private static String words(Verdict verdict) {
        return verdict instanceof Verdict.Doubtful doubt ? doubt.words() : verdict.toString();
    }

    @Test
    void whatIsNoScriptIsRefusedWithLineAndColumn() {
        assertThat(of(Optional.empty(), "const a = 1;\n  let let = 2;"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why()).startsWith("line 2, column "));
    }

    @Test
    void itIsTriedOnWhatTheHookWasPostedLast() {
        posted.put("films", Json.parse("{\"movie\": {\"genres\": [\"a\", \"b\"]}}"));
        assertThat(of(Optional.of("radarr"), PICKY)).isEqualTo(new Verdict.Good());

        posted.put("films", Json.parse("{\"movie\": {\"genres\": 7}}"));
        assertThat(words(of(Optional.of("radarr"), PICKY)))
                .startsWith("with what it was posted last: script failed (thrown): line 2: ");
    }

    @Test
    void itIsTriedOnTheTestOfItsServiceWhereNothingWasPosted() {
        assertThat(words(of(Optional.of("radarr"), PICKY)))
                .startsWith("with the test of Radarr: script failed (thrown): line 2: ");
        assertThat(of(Optional.of("radarr"), "result = data.eventType;")).isEqualTo(new Verdict.Good());
    }

    @Test
    void whereNobodyKnowsWhatItGetsOnlyItsCostIsTold() {
        assertThat(of(Optional.empty(), PICKY)).isEqualTo(new Verdict.Good());
        assertThat(of(Optional.of("owncast"), PICKY)).isEqualTo(new Verdict.Good());
        assertThat(words(of(Optional.empty(), "for (;;) {}")))
                .startsWith("with a line of text: script failed (time): ");
    }

    @Test
    void whereScriptsDoNotRunOnlyTheSyntaxIsLookedAt() {
        Rehearsal idle = new Rehearsal(sandbox, false, hook -> Optional.empty(), clock);
        assertThat(idle.of("films", Optional.empty(), "for (;;) {}")).isEqualTo(new Verdict.Good());
        assertThat(idle.of("films", Optional.empty(), "let let")).isInstanceOf(Verdict.Refused.class);
    }
}
