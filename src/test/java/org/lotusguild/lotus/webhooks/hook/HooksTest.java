package org.lotusguild.lotus.webhooks.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

class HooksTest {
    private static final URI BASE = URI.create("https://hooks.example.org");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T18:00:00Z"));

    @AutoClose
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, clock, "webhooks");
    }

    private Hooks hooks(String yaml) {
        return TestHooks.open(TestHooks.config(folder, yaml), BASE, db, clock);
    }

    private MadeHook wanted(String name, String room) {
        return MadeHook.of(name, room, clock.instant());
    }

    private static String id(URI address) {
        return address.getPath().replaceFirst("/webhook/", "");
    }

    private static URI address(Made made) {
        return switch (made) {
            case Made.Created created -> created.address();
            case Made.Existing existing -> existing.address();
            case Made.Refused refused -> throw new AssertionError(refused.why());
        };
    }

    private static URI created(Hooks hooks, MadeHook wanted) {
        return address(hooks.create(wanted, List.of(), Optional.empty()));
    }

    @Test
    void isFoundByTheIdOfItsAddressOnly() {
        Hooks hooks = hooks("{}");

        URI address = created(hooks, wanted("alerts", "general").service("grafana"));

        assertThat(address.toString()).startsWith("https://hooks.example.org/webhook/");
        assertThat(hooks.find(id(address))).isInstanceOfSatisfying(Found.Open.class, open -> {
            assertThat(open.hook().name()).isEqualTo("alerts");
            assertThat(open.hook().service()).contains("grafana");
            assertThat(open.hook().targets()).extracting(Target::room).containsExactly("general");
        });
        assertThat(hooks.find("alerts")).isInstanceOf(Found.Unknown.class);
        assertThat(hooks.find(id(address).toUpperCase(java.util.Locale.ROOT))).isInstanceOf(Found.Unknown.class);
        assertThat(hooks.address("alerts")).contains(address);
    }

    @Test
    void givesTheSameAddressToWhoeverAsksForTheSameAgain() {
        Hooks hooks = hooks("{}");
        URI first = created(hooks, wanted("alerts", "general"));

        assertThat(hooks.create(wanted("alerts", "general"), List.of(), Optional.empty()))
                .isEqualTo(new Made.Existing(first));
        assertThat(hooks.create(wanted("alerts", "other"), List.of(), Optional.empty()))
                .isEqualTo(new Made.Refused("there is one of this name that posts into another room"));
        assertThat(hooks.create(wanted("ab", "general"), List.of(), Optional.empty()))
                .isEqualTo(new Made.Refused("a name has 3 to 64 signs"));
    }

    @Test
    void keepsAddressesOverARestartAndSealed() {
        URI address = created(hooks("{}"), wanted("alerts", "general"));

        assertThat(hooks("{}").address("alerts")).contains(address);
        assertThat(List.of("lotus.db", "lotus.db-wal"))
                .allSatisfy(file ->
                        assertThat(TestHooks.bytes(folder.resolve(file))).doesNotContain(id(address)));
    }

    @Test
    void takesIdsOverAsTheyWere() {
        Hooks hooks = hooks("{}");

        hooks.create(
                wanted("from-hookshot", "general"),
                List.of(new Secret("aaaa-bbbb"), new Secret("strange id, with ünicode?")),
                Optional.empty());

        assertThat(hooks.find("aaaa-bbbb")).isInstanceOf(Found.Open.class);
        assertThat(hooks.find("strange id, with ünicode?")).isInstanceOf(Found.Open.class);
        assertThat(hooks.address("from-hookshot"))
                .hasValueSatisfying(shown -> assertThat(shown.toString()).doesNotContain(" "));
    }

    @Test
    void givesAFileHookAnIdOnceAndLetsTheFileWin() {
        String yaml = "hooks: [{ name: alerts, service: grafana, rooms: [{ room: general }] }]";
        URI made = created(hooks("{}"), wanted("alerts", "other"));

        Hooks hooks = hooks(yaml);

        assertThat(hooks.address("alerts")).contains(made);
        assertThat(hooks.named("alerts").orElseThrow().hook().targets())
                .extracting(Target::room)
                .containsExactly("general");
        assertThat(hooks.remove("alerts", tx -> {}))
                .as("its address is the file's")
                .isFalse();
        assertThat(hooks(yaml).find(id(made))).isInstanceOf(Found.Open.class);
        String other = yaml.replace("alerts", "other");
        URI fresh = hooks(other).address("other").orElseThrow();
        assertThat(hooks(other).address("other")).contains(fresh);
        assertThat(hooks(yaml).create(wanted("alerts", "general"), List.of(), Optional.empty()))
                .isEqualTo(new Made.Refused("there is one of this name in the file"));
    }

    @Test
    void rotatesWithAnOverlap() {
        Hooks hooks = hooks("{}");
        String old = id(created(hooks, wanted("alerts", "general")));

        String fresh = id(address(hooks.rotate("alerts", Duration.ofHours(24))));

        assertThat(fresh).isNotEqualTo(old);
        assertThat(hooks.find(old)).isInstanceOf(Found.Open.class);
        assertThat(hooks.find(fresh)).isInstanceOf(Found.Open.class);
        assertThat(hooks.address("alerts"))
                .hasValueSatisfying(shown -> assertThat(id(shown)).isEqualTo(fresh));
        clock.advance(Duration.ofHours(23));
        assertThat(hooks.find(old)).as("for a day").isInstanceOf(Found.Open.class);
        clock.advance(Duration.ofHours(1));
        assertThat(hooks.find(old)).isInstanceOf(Found.Gone.class);
        assertThat(hooks.find(fresh)).isInstanceOf(Found.Open.class);
    }

    @Test
    void rotatesWhatTheSenderShows() {
        Hooks hooks = hooks("{}");
        Made made = hooks.create(wanted("signed", "general"), List.of(), Optional.of(Auth.Kind.HMAC));
        Secret first = ((Made.Created) made).secret().orElseThrow();

        Secret second = ((Made.Created) hooks.rotate("signed", Duration.ofHours(1)))
                .secret()
                .orElseThrow();

        assertThat(secrets(hooks)).containsExactly(first, second);
        clock.advance(Duration.ofHours(2));
        assertThat(secrets(hooks)).containsExactly(second);
    }

    private static List<Secret> secrets(Hooks hooks) {
        return hooks.named("signed").orElseThrow().admission().auth().getFirst().secrets();
    }

    @Test
    void doesNotRotateWhatStandsInTheFile() {
        TestHooks.secret(folder, "hook-alerts", "from-the-file");
        Hooks hooks = hooks(
                "hooks: [{ name: alerts, id: { file: hook-alerts }, rooms: [{ room: general }], expires: 2026-11-22 }]");

        assertThat(hooks.rotate("alerts", Duration.ZERO)).isInstanceOf(Made.Refused.class);
        assertThat(hooks.find("from-the-file")).isInstanceOf(Found.Open.class);
        clock.advance(Duration.ofHours(6));
        assertThat(hooks.find("from-the-file")).as("after its last day").isInstanceOf(Found.Gone.class);
    }

    @Test
    void tellsForThirtyDaysThatARemovedOneIsGone() {
        Hooks hooks = hooks("{}");
        String id = id(created(hooks, wanted("alerts", "general")));

        assertThat(hooks.remove("alerts", tx -> {})).isTrue();

        assertThat(hooks.find(id)).isInstanceOf(Found.Gone.class);
        assertThat(hooks.all()).isEmpty();
        assertThat(hooks.remove("alerts", tx -> {})).isFalse();
        clock.advance(Duration.ofDays(29));
        assertThat(hooks.find(id)).isInstanceOf(Found.Gone.class);
        clock.advance(Duration.ofDays(2));
        assertThat(hooks.find(id)).isInstanceOf(Found.Unknown.class);
    }

    @Test
    void switchesHooksAndScriptsOffAndOn() {
        Hooks hooks = hooks("hooks: [{ name: of-the-file, rooms: [{ room: general }] }]");
        String id = id(hooks.address("of-the-file").orElseThrow());

        assertThat(hooks.disable("of-the-file", "by @alice:example.org")).isTrue();
        assertThat(hooks.find(id)).isEqualTo(new Found.Disabled("of-the-file"));
        assertThat(hooks.named("of-the-file").orElseThrow().switches().problem())
                .contains("by @alice:example.org");

        assertThat(hooks.enable("of-the-file", false)).isTrue();
        assertThat(hooks.find(id)).isInstanceOf(Found.Open.class);
        assertThat(hooks.disableTransform("of-the-file", "too slow")).isTrue();
        assertThat(hooks.find(id)).isInstanceOf(Found.Open.class);
        assertThat(hooks.named("of-the-file").orElseThrow().switches().transform())
                .isFalse();
        assertThat(hooks.enable("of-the-file", false)).isTrue();
        assertThat(hooks.named("of-the-file").orElseThrow().switches().problem())
                .as("why the script is off, which it still is")
                .contains("too slow");
        assertThat(hooks.enable("of-the-file", true)).isTrue();
        assertThat(hooks.named("of-the-file").orElseThrow().switches().problem())
                .isEmpty();
        assertThat(hooks.disable("nobody", "")).isFalse();
    }

    @Test
    void aNewScriptOfAHookIsKeptAndRunsWhateverTheOldOneDid() {
        Hooks hooks = hooks("{}");
        URI address = created(hooks, wanted("builds", "general").transform("for (;;) {}"));
        hooks.disableTransform("builds", "too slow");
        assertThat(hooks.script("builds")).contains("for (;;) {}");

        assertThat(created(hooks, wanted("builds", "general").transform("result = 1")))
                .isEqualTo(address);
        assertThat(hooks.named("builds").orElseThrow().hook().transform()).contains("result = 1");
        assertThat(hooks.named("builds").orElseThrow().switches().problem()).isEmpty();

        created(hooks, wanted("builds", "general"));
        assertThat(hooks.script("builds"))
                .as("a wish without one takes none away")
                .contains("result = 1");
    }

    @Test
    void aScriptOfTheFileThatWasSwitchedOffRunsAgainOnceItIsAnotherOne() throws IOException {
        String yaml = "hooks: [{ name: films, rooms: [{ room: general }], transform: { file: films.js } }]";
        Path script = Files.writeString(folder.resolve("films.js"), "for (;;) {}");
        hooks(yaml).disableTransform("films", "its script ran out of time");
        assertThat(hooks(yaml).named("films").orElseThrow().hook().transform())
                .as("after a restart")
                .isEmpty();

        Files.writeString(script, "result = 1");
        Known mended = hooks(yaml).named("films").orElseThrow();
        assertThat(mended.hook().transform()).contains("result = 1");
        assertThat(mended.switches().problem()).isEmpty();

        Hooks again = hooks(yaml);
        again.disable("films", "by @alice:example.org");
        again.disableTransform("films", "its script ran out of time");
        Files.writeString(script, "result = 2");
        assertThat(hooks(yaml).named("films").orElseThrow().switches().enabled())
                .as("nobody switched the hook on")
                .isFalse();
    }

    @Test
    void seesWhatAnotherProcessChanged() {
        Hooks here = hooks("{}");
        Hooks there = hooks("{}");

        String id = id(created(there, wanted("alerts", "general")));

        assertThat(here.find(id)).isInstanceOf(Found.Unknown.class);
        clock.advance(Duration.ofSeconds(3));
        assertThat(here.find(id)).isInstanceOf(Found.Open.class);
    }

    @Test
    void knowsAHookByNameThatAnotherProcessHasJustMade() {
        Hooks here = hooks("{}");
        Hooks there = hooks("{}");

        created(there, wanted("alerts", "general"));

        assertThat(here.named("alerts")).as("or its first post would be dead").isPresent();
        assertThat(here.named("nobody")).isEmpty();
    }

    @Test
    void seesWhatAnotherProcessChangedAlsoAfterTheClockWasPutBack() {
        Hooks here = hooks("{}");
        Hooks there = hooks("{}");
        String id = id(created(here, wanted("alerts", "general")));
        assertThat(here.find(id)).isInstanceOf(Found.Open.class);

        clock.advance(Duration.ofHours(-1));
        there.remove("alerts", tx -> {});

        assertThat(here.find(id)).isInstanceOf(Found.Gone.class);
    }

    @Test
    void holdsHooksMadeByCommandToTheLifeThatTheFileAllows() {
        Hooks hooks = hooks("expiry: { at-most: 30d, required: true }");

        assertThat(hooks.create(wanted("forever", "general"), List.of(), Optional.empty()))
                .isEqualTo(new Made.Refused("a hook must have an end here; say how long it lives"));
        assertThat(hooks.create(
                        wanted("longest", "general").expires(clock.instant().plus(Duration.ofDays(31))),
                        List.of(),
                        Optional.empty()))
                .isEqualTo(new Made.Refused("a hook lives at most 30 d here"));
        String id = id(created(
                hooks, wanted("short", "general").expires(clock.instant().plus(Duration.ofDays(30)))));
        clock.advance(Duration.ofDays(30));
        assertThat(hooks.find(id)).isInstanceOf(Found.Gone.class);
    }
}
