package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.args.Parsed;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.PowerLevel;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.desk.Rehearsal;
import org.lotusguild.lotus.webhooks.fake.TestHooks;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.MadeHook;

class HookChatTest {
    private static final RoomId ADMINS = RoomId.parse("!admins");
    private static final RoomId GENERAL = RoomId.parse("!general");
    private static final RoomId CHAT = RoomId.parse("!chat");
    private static final UserId ALICE = UserId.parse("@alice:example.org");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T18:00:00Z"));
    private final FakeRooms rooms = new FakeRooms().join(ADMINS, GENERAL, CHAT);
    private final RecordingSender sender = new RecordingSender();

    @AutoClose
    private Database db;

    private HookChat chat;
    private RoomId direct = CHAT;
    private boolean away;
    private int lines;

    @AutoClose
    private final Sandbox sandbox = new Sandbox(ScriptConfig.standard(), clock, new SecureRandom());

    private Hooks hooks;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, clock, "webhooks");
        var config = TestHooks.config(folder, "hooks: [{ name: of-the-file, rooms: [{ room: general }] }]");
        hooks = TestHooks.open(config, URI.create("https://hooks.example.org"), db, clock);
        HookDesk desk = new HookDesk(
                hooks,
                db,
                new DeliveryStore(TestHooks.vault()),
                new DeliveryIds(clock, new SecureRandom()),
                clock,
                50,
                new Rehearsal(sandbox, true, hook -> Optional.empty(), clock));
        Map<String, RoomId> known = Map.of("general", GENERAL);
        chat = new HookChat(
                desk,
                rooms,
                new OneChat(),
                sender,
                word -> word.startsWith("!") ? Optional.of(RoomId.parse(word)) : Optional.ofNullable(known.get(word)));
        for (RoomId room : List.of(ADMINS, GENERAL)) {
            rooms.put(room, "m.room.create", Json.object().put("room_version", "11"));
            rooms.put(room, "m.room.power_levels", Json.object());
        }
        rooms.member(GENERAL, ALICE, "join");
        rooms.member(ADMINS, ALICE, "join");
        rooms.encrypt(CHAT, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
    }

    /** Everybody has the same direct chat. */
    private final class OneChat implements DirectChats {
        @Override
        public Optional<RoomId> find(UserId user) {
            return Optional.of(direct);
        }

        @Override
        public RoomId open(UserId user, boolean encrypted) {
            if (away) {
                throw new HttpFailure(HttpFailure.Kind.TIMEOUT, "sync has not shown it in time", null);
            }
            return direct;
        }

        @Override
        public void add(UserId user, RoomId room) {}

        @Override
        public boolean isDirect(RoomId room) {
            return room.equals(direct);
        }
    }

    private String says(String line) throws InterruptedException {
        String[] words = line.split(" ", 2);
        Command command = chat.commands(ADMINS).stream()
                .filter(c -> c.name().equals(words[0]))
                .findFirst()
                .orElseThrow();
        Parsed.Fits fits = (Parsed.Fits) command.syntax().parse(words[1]);
        Reply reply = command.handler()
                .run(new Call(
                        new Caller(ALICE, "Alice", new PowerLevel.Level(50), Trust.CROSS_SIGNED),
                        ADMINS,
                        EventId.parse("$trigger" + ++lines),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        fits.args(),
                        "!",
                        clock.instant(),
                        clock.instant(),
                        false));
        return words(reply instanceof Reply.Work(var mark, var job) ? job.run(doc -> true) : reply);
    }

    private static String words(Reply reply) {
        Doc doc = switch (reply) {
            case Reply.Say(Doc said) -> said;
            case Reply.Offer(Doc said, var buttons) -> said;
            case Reply.Refuse(Doc why, boolean refund) -> why;
            case Reply.Misused misused -> misused.words("!");
            default -> throw new AssertionError("no text: " + reply);
        };
        return MessageContent.notice(doc).path("body").asString();
    }

    private String told() {
        return sender.sent().getLast().content().path("body").asString();
    }

    @Test
    void tellsTheAddressInTheEncryptedDirectChatOnly() throws InterruptedException {
        assertThat(says("hook create alerts general grafana expires 30d"))
                .isEqualTo("alerts is made. Its address is in our direct chat.");
        assertThat(sender.sent().getLast().room()).isEqualTo(CHAT);
        assertThat(told()).contains("https://hooks.example.org/webhook/");
        assertThat(says("hook show alerts"))
                .contains("grafana", "general", "expires")
                .doesNotContain("/webhook/");
        assertThat(says("hook list")).contains("alerts · grafana · general").doesNotContain("/webhook/");
    }

    @Test
    void tellsTheNewAddressOfARotatedHookThereToo() throws InterruptedException {
        says("hook create alerts general");
        String before = told();
        assertThat(says("hook rotate alerts 2h")).doesNotContain("/webhook/");
        assertThat(sender.sent()).hasSize(2);
        assertThat(sender.sent().getLast().room()).isEqualTo(CHAT);
        assertThat(told()).contains("https://hooks.example.org/webhook/").isNotEqualTo(before);
        assertThat(says("hook rotate alerts soon")).contains("how long?");
        assertThat(says("hook rotate nobody")).doesNotContain("/webhook/");
        assertThat(sender.sent()).hasSize(2);
    }

    @Test
    void keepsTheAddressBackWhereTheDirectChatIsReadByOthers() throws InterruptedException {
        direct = GENERAL;
        assertThat(says("hook create alerts general")).contains("not encrypted", "lotus hook show alerts --url");
        assertThat(sender.sent()).isEmpty();
    }

    @Test
    void saysThatAHookIsMadeWhereItsAddressCannotBeTold() throws InterruptedException {
        away = true;
        assertThat(says("hook create alerts general"))
                .isEqualTo("alerts is made. Our direct chat could not be opened now, so ask for its address with:"
                        + " lotus hook show alerts --url");
        assertThat(says("hook list")).contains("alerts");
    }

    @Test
    void takesTheRoomOfTheCommandWhereNoneIsNamed() throws InterruptedException {
        says("hook create alerts grafana");
        assertThat(says("hook show alerts")).contains("!admins", "grafana");
    }

    @Test
    void givesNoHookToARoomWhereTheAskerMayNotInvite() throws InterruptedException {
        var levels = Json.object().put("invite", 50);
        levels.putObject("users").put(ALICE.value(), 10);
        rooms.put(GENERAL, "m.room.power_levels", levels);
        assertThat(says("hook create alerts general")).startsWith("You may not invite anybody there");
        assertThat(says("hook create alerts !elsewhere grafana")).startsWith("I am in no room !elsewhere");
    }

    @Test
    void asksBeforeItRemovesAndTellsWhatItDid() throws InterruptedException {
        says("hook create alerts general");
        assertThat(says("hook disable alerts")).isEqualTo("alerts: off.");
        assertThat(says("hook list").lines())
                .filteredOn(line -> line.startsWith("alerts · "))
                .singleElement()
                .asString()
                .endsWith(" (off)");
        assertThat(says("hook enable alerts")).isEqualTo("alerts: on.");
        assertThat(says("hook remove alerts")).endsWith("!hook remove alerts yes");
        assertThat(says("hook remove alerts yes")).isEqualTo("alerts is gone.");
        assertThat(says("hook remove of-the-file yes")).contains("lotus.yaml");
        assertThat(says("hook show alerts")).isEqualTo("There is no hook alerts.");
    }

    @Test
    void triesAScriptThatIsSwitchedOnAndTellsHowItFails() throws InterruptedException {
        for (var script :
                Map.of("loops", "for (;;) {}", "broken", "result = 1;\nlet let").entrySet()) {
            MadeHook imported = MadeHook.of(script.getKey(), "general", clock.instant());
            hooks.create(imported.transform(script.getValue()), List.of(), Optional.empty());
            hooks.disableTransform(script.getKey(), "its script failed");
        }
        assertThat(says("hook enable loops transform"))
                .startsWith("loops: on.\nIts script is kept. It was tried with a line of text: script failed (time)");
        assertThat(hooks.named("loops").orElseThrow().hook().transform()).isPresent();
        assertThat(says("hook enable broken transform")).startsWith("broken: its script: line 2, column ");
        assertThat(hooks.named("broken").orElseThrow().hook().transform()).isEmpty();
    }

    @Test
    void removesNothingForAYesThatIsAName() throws InterruptedException {
        says("hook create yes general");
        assertThat(says("hook remove yes")).endsWith("!hook remove yes yes");
        says("hook create alerts general");
        assertThat(says("hook remove alerts builds yes")).contains("in quotes if it has blanks");
        assertThat(says("hook list")).contains("alerts", "yes");
        assertThat(says("hook remove yes yes")).isEqualTo("yes is gone.");
    }

    @Test
    void takesANameWithBlanksInQuotes() throws InterruptedException {
        assertThat(says("hook create \"Old builds\" general grafana"))
                .isEqualTo("Old builds is made. Its address is in our direct chat.");
        assertThat(says("hook show \"Old builds\"")).contains("general", "grafana");
        assertThat(says("hook remove \"Old builds\"")).endsWith("!hook remove \"Old builds\" yes");
        assertThat(says("hookshot webhook remove \"Old builds\" yes")).isEqualTo("Old builds is gone.");
        assertThat(says("hook show Old builds")).isEqualTo("There is no hook Old.");
    }

    @Test
    void testsAndShowsWhatCame() throws InterruptedException {
        assertThat(says("hook test of-the-file")).isEqualTo("of-the-file: a test is on its way.");
        assertThat(says("hook list"))
                .contains("of-the-file · recognised · general · last post 2026-11-22T18:00:00Z · 1 pending");
        assertThat(says("hook history of-the-file")).contains(" · pending");
        assertThat(says("hook dead")).isEqualTo("None.");
        assertThat(says("hook replay 123")).isEqualTo("There is no dead delivery of that name.");
    }

    @Test
    void understandsTheWordsOfHookshot() throws InterruptedException {
        assertThat(says("hookshot webhook alerts 30d")).isEqualTo("alerts is made. Its address is in our direct chat.");
        assertThat(says("hookshot webhook list")).contains("alerts");
        assertThat(says("hookshot webhook remove alerts yes")).isEqualTo("alerts is gone.");
        assertThat(says("hookshot github x")).contains("only webhooks live here");
    }

    @Test
    void isForTheAdminsRoomAndItsModerators() {
        assertThat(chat.commands(ADMINS))
                .extracting(Command::access)
                .allSatisfy(access -> assertThat(access)
                        .isInstanceOfSatisfying(
                                Access.All.class,
                                all -> assertThat(all.conditions())
                                        .containsExactly(new Access.InRooms(Set.of(ADMINS)), new Access.AtLeast(50))));
    }

    @Test
    void saysHowItIsUsed() throws InterruptedException {
        assertThat(says("hook dance")).contains("there is no such verb", "Usage: !hook create <name>");
        assertThat(says("hook show")).contains("which one?");
        assertThat(says("hook create alerts expires soon")).contains("how long?");
    }
}
