package org.lotusguild.lotus.webhooks.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.AddressGuard;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.fake.FakeAccount;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.image.PictureFetch;
import org.lotusguild.lotus.webhooks.image.Pictures;

/** The users of services: made when they are needed, let into rooms, shown as they are wanted. */
class SendersTest {
    private static final RoomId ROOM = RoomId.parse("!room:example.org");
    private static final Speaker GRAFANA = Speaker.of("grafana", "Grafana", Optional.empty());
    private static final UserId USER = UserId.parse("@hook_grafana:example.org");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T18:00:00Z"));
    private Metrics metrics = new Metrics();
    private final FakeRooms botsRooms = new FakeRooms().join(ROOM);
    private final FakeRooms usersRooms = new FakeRooms();
    private final FakeAccount bot = new FakeAccount(UserId.parse("@lotus:example.org"), botsRooms);
    /** As the homeserver has them: they outlive a process. */
    private final Map<UserId, FakeAccount> users = new HashMap<>();

    /** Why the homeserver gives no users. */
    private Optional<AccountRefused> refusal = Optional.empty();

    private int asked;

    @AutoClose
    private final GuardedHttp http = new GuardedHttp(AddressGuard.ofPublicInternet(), "1");

    @AutoClose
    private Database database;

    private Map<String, WebhooksConfig.Sender> wanted = Map.of();

    @BeforeEach
    void open() {
        database = TestDatabases.sqlite(folder, clock, "webhooks");
    }

    /** Of a new process. */
    private Senders senders() {
        metrics = new Metrics();
        Profiles profiles = new Profiles(wanted, new Pictures(new PictureFetch(http), database, clock), metrics);
        Opener opener = user -> {
            refusal.ifPresent(why -> {
                asked++;
                throw why;
            });
            return users.computeIfAbsent(user, id -> new FakeAccount(id, usersRooms));
        };
        return new Senders(new Senders.Means(bot, Optional.of(opener), "hook_", profiles, clock));
    }

    private FakeAccount user() {
        return Optional.ofNullable(users.get(USER)).orElseThrow();
    }

    private void counts(int nameSet, int nameKept, int avatarSet, int avatarKept) {
        assertThat(metrics.text())
                .contains(
                        "lotus_webhook_profile_total{outcome=\"name_set\"} " + nameSet + "\n",
                        "lotus_webhook_profile_total{outcome=\"name_kept\"} " + nameKept + "\n",
                        "lotus_webhook_profile_total{outcome=\"avatar_set\"} " + avatarSet + "\n",
                        "lotus_webhook_profile_total{outcome=\"avatar_kept\"} " + avatarKept + "\n");
    }

    @Test
    void nameAndPictureAreSetOnceAndLookedAtEveryDay() throws InterruptedException {
        Senders first = senders();
        first.of(GRAFANA);
        first.of(GRAFANA);
        assertThat(user().shown).hasSize(2).first().isEqualTo("Grafana");
        counts(1, 0, 1, 0);

        Senders next = senders();
        next.of(GRAFANA);
        counts(0, 1, 0, 1);
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        next.of(GRAFANA);
        counts(0, 1, 0, 1);
        clock.advance(Duration.ofSeconds(1));
        next.of(GRAFANA);
        counts(0, 2, 0, 2);
        assertThat(user().uploads()).isOne();
    }

    @Test
    void whatSomebodyElseChangedIsSetRight() throws InterruptedException {
        Senders senders = senders();
        senders.of(GRAFANA);
        user().shown.removeFirst();
        clock.advance(Duration.ofDays(1));
        senders.of(GRAFANA);
        counts(2, 0, 1, 1);
    }

    @Test
    void aNameAndAPictureOfTheFileTakeThePlaceOfOurs() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png);
        senders().of(GRAFANA);
        List<String> ours = List.copyOf(user().shown);
        Path file = Files.write(folder.resolve("alarm.png"), png.toByteArray());
        wanted = Map.of("grafana", new WebhooksConfig.Sender(Optional.of("Alarm"), Optional.of(file)));
        senders().of(GRAFANA);
        assertThat(user().shown).hasSize(4).contains("Alarm").containsAll(ours);
        counts(1, 0, 1, 0);
    }

    @Test
    void aFileThatIsNoPictureIsRefusedByItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("alarm.png"), "no picture");
        wanted = Map.of("grafana", new WebhooksConfig.Sender(Optional.empty(), Optional.of(file)));
        assertThatThrownBy(this::senders)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("senders.grafana.avatar")
                .hasMessageContaining("alarm.png");
    }

    @Test
    void theBotInvitesAndTheUserJoinsOnce() throws InterruptedException {
        Senders senders = senders();
        assertThat(users).as("on first need").isEmpty();
        Sender sender = senders.of(GRAFANA);
        assertThat(sender.account().user()).isEqualTo(USER);
        assertThat(sender.inFront()).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(senders.enter(sender, ROOM)).isEqualTo(new Entered.Inside());
        }
        assertThat(botsRooms.invites()).containsExactly(ROOM + " " + USER);
        assertThat(usersRooms.isJoined(ROOM)).isTrue();
    }

    @Test
    void whereTheBotIsNotTheUserComesByItself() throws InterruptedException {
        RoomId open = RoomId.parse("!open:example.org");
        Senders senders = senders();
        assertThat(senders.enter(senders.of(GRAFANA), open)).isEqualTo(new Entered.Inside());
        assertThat(botsRooms.invites()).isEmpty();
        assertThat(usersRooms.isJoined(open)).isTrue();
    }

    @Test
    void theBotSpeaksUnderTheServicesNameWhereTheHomeserverGivesItNoDevice() throws InterruptedException {
        refusal = Optional.of(AccountRefused.denied("no device"));
        Senders senders = senders();
        try (HeardLog heard = new HeardLog(Level.WARN)) {
            for (int i = 0; i < 2; i++) {
                Sender sender = senders.of(GRAFANA);
                assertThat(sender).isEqualTo(new Sender(bot, Optional.of("Grafana")));
                assertThat(senders.enter(sender, ROOM)).isEqualTo(new Entered.Inside());
            }
            assertThat(asked).as("not for each post").isOne();
            clock.advance(Duration.ofMinutes(10));
            senders.of(GRAFANA);
            assertThat(asked).isEqualTo(2);
            assertThat(heard.lines("the homeserver gives us no such service user"))
                    .singleElement()
                    .asString()
                    .contains(USER.value(), "@lotus:example.org", "no device");
        }
        refusal = Optional.empty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(senders.of(GRAFANA).account().user()).isEqualTo(USER);
        assertThat(botsRooms.invites()).as("nobody was to be let in before").isEmpty();
    }

    @Test
    void aRoomMayKeepTheUserOutAndAHomeserverMayAskToWait() throws InterruptedException {
        Senders senders = senders();
        Sender sender = senders.of(GRAFANA);
        botsRooms.refuseInvites(ROOM, USER, new MatrixException(403, "M_FORBIDDEN", "no", Optional.empty()));
        assertThat(senders.enter(sender, ROOM)).isEqualTo(new Entered.Refused("M_FORBIDDEN"));
        botsRooms.refuseInvites(
                ROOM, USER, new MatrixException(429, "M_LIMIT_EXCEEDED", "wait", Optional.of(Duration.ofSeconds(9))));
        assertThatThrownBy(() -> senders.enter(sender, ROOM)).isInstanceOf(MatrixException.class);
        assertThat(usersRooms.isJoined(ROOM)).isFalse();
    }
}
