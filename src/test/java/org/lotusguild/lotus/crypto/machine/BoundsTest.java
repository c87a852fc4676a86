package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import tools.jackson.databind.node.ObjectNode;

/** What others send fills no table without end, and forgetting opens no door to replays. */
final class BoundsTest extends TwoPeople {
    private static final Duration MONTH = Duration.ofDays(31);

    @Test
    void forgetsWhichEventsWereReadAMonthAgoAndRefusesTheirReplaysAllTheSame() {
        ObjectNode first = alice.say(ROOM, policy(alice, bob), "first");
        bob.sync();
        bob.read(ROOM, first);
        scene.clock.advance(MONTH);
        bob.deliver();
        assertThat(count("crypto_index")).isZero();
        for (Person each : new Person[] {bob, bob = scene.restart(bob)}) {
            ObjectNode replay = first.deepCopy().put("event_id", "$replay");
            assertThat(bob.read(ROOM, replay)).isEqualTo(new Decrypted.Refused(Reason.REPLAYED));
        }
    }

    @Test
    void whatIsReadBeforeAndAfterAPruningIsToldFromItsReplays() {
        ObjectNode first = alice.say(ROOM, policy(alice, bob), "first");
        ObjectNode second = alice.event(alice.encrypt(ROOM, policy(alice, bob), "second"));
        bob.sync();
        bob.read(ROOM, first);
        scene.clock.advance(MONTH);
        bob.deliver();
        assertThat(text(bob.read(ROOM, second))).isEqualTo("second");
        assertThat(text(bob.read(ROOM, second))).as("the same event again").isEqualTo("second");
        assertThat(bob.read(ROOM, second.deepCopy().put("event_id", "$replay")))
                .isEqualTo(new Decrypted.Refused(Reason.REPLAYED));
        assertThat(bob.read(ROOM, first.deepCopy().put("event_id", "$replay")))
                .isEqualTo(new Decrypted.Refused(Reason.REPLAYED));
    }

    @Test
    void aUserWhoMakesSessionsWithoutEndLosesHisOwnOldestOnes() {
        ObjectNode hers = alice.say(ROOM, policy(alice, bob), "hers");
        bob.sync();
        fill(CAROL, 10_005);
        Person carol = scene.person(CAROL, "CAROL1");
        ObjectNode his = carol.say(ROOM, policy(carol, bob), "his");

        bob.sync();

        assertThat(scene.number("select count(*) as n from crypto_inbound where room = '!made'"))
                .isEqualTo(9_999);
        assertThat(text(bob.read(ROOM, his))).isEqualTo("his");
        assertThat(text(bob.read(ROOM, hers))).isEqualTo("hers");
        assertThat(scene.number("select count(*) as n from crypto_index where room = '!made'"))
                .isEqualTo(scene.number("select count(*) as n from crypto_inbound where room = '!made'"));
    }

    @Test
    void aSessionThatAnotherBroughtTooIsNotLostToAFloodOfTheFirst() {
        fill(CAROL, 10_005);
        scene.database.run(tx -> tx.sql("""
                        insert into crypto_owner
                            (account, session_id, room, sender, sender_key, signing_key, trust, received_at)
                        select a.account, 'made1', '!made', '@alice:example.org', 'k', 'k', 'UNKNOWN', 0
                        from crypto_account a where a.user_id = '@bob:example.org'
                        """).update());
        scene.person(CAROL, "CAROL1").say(ROOM, policy(bob), "one more");

        bob.sync();

        assertThat(scene.number("select count(*) as n from crypto_inbound where session_id = 'made1'"))
                .isEqualTo(1);
        assertThat(scene.number("select count(*) as n from crypto_inbound where session_id = 'made2'"))
                .isZero();
    }

    private void fill(UserId user, int sessions) {
        for (String table : new String[] {
            "crypto_inbound (account, session_id, room, sealed, sender_key, signing_key, sender, origin, first_index,"
                    + " trust, received_at) select a.account, 'made' || i, '!made', x'00', 'k', 'k', :user, 'DIRECT', 0,"
                    + " 'UNKNOWN', i",
            "crypto_index (account, session_id, room, message_index, sender, event_id, read_at)"
                    + " select a.account, 'made' || i, '!made', 0, :user, '$made' || i, 4000000000000"
        }) {
            scene.database.run(
                    tx -> tx.sql("with recursive n(i) as (select 1 union all select i + 1 from n where i < :most)"
                                    + " insert into " + table
                                    + " from n join crypto_account a on a.user_id = '@bob:example.org'")
                            .bind("most", sessions)
                            .bind("user", user)
                            .update());
        }
    }

    @Test
    void keepsAtMostFiveHundredNoticesOfOneUserAndThoseOfOthers() {
        bob.deliver(notice(ALICE, 0));
        for (int i = 1; i <= 505; i++) {
            scene.clock.advance(Duration.ofMillis(1));
            bob.deliver(notice(CAROL, i));
        }
        assertThat(scene.number("select count(*) as n from crypto_withheld where sender = '@carol:example.org'"))
                .isEqualTo(500);
        assertThat(count("crypto_withheld")).isEqualTo(501);
    }

    @Test
    void aNoticeOfSomebodyElseHidesNoneOfTheSenders() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");
        String session = MachineScene.session(event);
        bob.deliver(notice(ALICE, session, "m.blacklisted"), notice(CAROL, session, "m.unverified"));
        assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(Reason.WITHHELD_BLACKLISTED));
    }

    @Test
    void aNoticeOfSomebodyElseExplainsNoEventOfTheSenders() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");
        String session = MachineScene.session(event);
        bob.read(ROOM, event);
        bob.deliver(notice(CAROL, session, "m.unverified"));
        assertThat(waiting()).isEqualTo(Map.of(Reason.UNKNOWN_SESSION, 1L));
        bob.deliver(notice(ALICE, session, "m.blacklisted"));
        assertThat(waiting()).isEqualTo(Map.of(Reason.WITHHELD_BLACKLISTED, 1L));
    }

    @Test
    void aNoticeMakesNoUnreadEventOfOneThatWasRead() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        bob.read(ROOM, event.deepCopy().put("sender", CAROL.value()).put("event_id", "$copy"));
        assertThat(waiting()).isEqualTo(Map.of(Reason.WRONG_SENDER, 1L));
        bob.deliver(notice(CAROL, MachineScene.session(event), "m.unverified"));
        assertThat(waiting()).isEqualTo(Map.of(Reason.WRONG_SENDER, 1L));
    }

    private Map<Reason, Long> waiting() {
        return bob.machine().step(step -> step.report().waiting());
    }

    @Test
    void whatADeletedDeviceSendsIsNotTrustedWhenItsIdIsTakenByAnother() {
        scene.sign(alice);
        bob.prepare(ROOM, policy(alice, bob));
        scene.server.logout(ALICE, alice.device());
        bob.sync();
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        assertThat(trust(event)).isEqualTo(Trust.UNKNOWN);
        try (Forger next = new Forger(scene.server, ALICE, alice.device())) {
            next.publish();
        }
        bob.sync();
        assertThat(trust(event)).isEqualTo(Trust.UNKNOWN);
    }

    private Trust trust(ObjectNode event) {
        return ((Decrypted.Clear) bob.read(ROOM, event)).trust();
    }

    private static ObjectNode notice(UserId sender, int number) {
        return notice(sender, "A".repeat(39) + (1_000 + number), "m.unverified");
    }

    private static ObjectNode notice(UserId sender, String session, String code) {
        ObjectNode event = Json.object().put("type", "m.room_key.withheld").put("sender", sender.value());
        event.putObject("content")
                .put("room_id", ROOM.value())
                .put("session_id", session)
                .put("code", code);
        return event;
    }

    @Test
    void remembersNothingOfMessagesThatItCannotRead() {
        try (Forger mallory = new Forger(scene.server, CAROL, new DeviceId("MALLORY"));
                OlmSession session = mallory.session(bob)) {
            for (int i = 0; i < 20; i++) {
                bob.deliver(MachineScene.spoiled(mallory.seal(bob, session, "{}")));
            }
        }
        assertThat(count("crypto_olm_seen")).isZero();
    }

    @Test
    void keepsAtMostAThousandReadMessagesOfAKeyAndFiveHundredKeysOfNobody() {
        alice.say(ROOM, policy(alice, bob), "hello");
        bob.machine().step(step -> {
            step.track(Set.of(ALICE));
            return true;
        });
        bob.sync();
        long before = count("crypto_olm_session");
        scene.database.run(tx -> tx.sql("""
                        with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
                        insert into crypto_olm_seen (account, sender_key, hash, seen_at)
                        select a.account, d.curve25519, 'made' || i, 4000000000000 + i
                        from n join crypto_account a on a.user_id = '@bob:example.org'
                            join crypto_device d on d.account = a.account and d.user_id = '@alice:example.org'
                        """).update());
        scene.database.run(tx -> tx.sql("""
                        with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)
                        insert into crypto_olm_session
                            (account, sender_key, session_id, sealed, created, last_decrypted, last_used)
                        select a.account, substr('0000' || i, -4) || 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 's', x'00',
                            0, 0, i
                        from n join crypto_account a on a.user_id = '@bob:example.org'
                        """).update());
        bob = scene.restart(bob);

        bob.deliver();

        assertThat(scene.number("select count(*) as n from crypto_olm_seen where hash like 'made%'"))
                .isEqualTo(1_000);
        assertThat(count("crypto_olm_session") - before).isEqualTo(500);
    }

    private long count(String table) {
        return scene.number("select count(*) as n from " + table);
    }
}
