package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import tools.jackson.databind.JsonNode;

class RecognitionTest {
    private static final JsonNode DOWN = Json.parse("""
            {"heartbeat": {"status": 0}, "monitor": {"name": "n"}, "msg": "[n] [🔴 Down] x"}""");

    @TempDir
    private Path folder;

    private Hook hook() {
        TestHooks.secret(folder, "id", "the-id");
        try (IntakeBed bed =
                new IntakeBed(folder, "hooks: [{ name: any, id: { file: id }, rooms: [{ room: general }] }]")) {
            return bed.hooks.named("any").orElseThrow().hook();
        }
    }

    @Test
    void equalPostsOfAKnownServiceAreOne() {
        Recognition.Recognised known = Recognition.of(hook(), DOWN, "", IntakeBed.START, Services::formatter);
        assertThat(known).isEqualTo(new Recognition.Recognised(Service.UPTIME_KUMA, true));
    }

    @Test
    void aDefectOfAFormatterKeepsNoPostOut() {
        Recognition.Recognised known =
                Recognition.of(hook(), DOWN, "", IntakeBed.START, service -> (payload, root, context) -> {
                    throw new StackOverflowError();
                });
        assertThat(known.once()).isFalse();
    }
}
