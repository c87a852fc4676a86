package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import tools.jackson.databind.node.ObjectNode;

class AccountsTest extends OneAccount {
    @Test
    void aServiceUserIsRegisteredAndGetsADeviceThatStays() throws Exception {
        String device;
        try (MatrixAccount account = account(SERVICE)) {
            device = account.device().value();
            assertThat(device).matches("[A-Z]{10}");
        }
        try (MatrixAccount again = account(SERVICE)) {
            assertThat(again.device().value()).isEqualTo(device);
        }
        assertThat(server.asked("POST", API + "/register")
                        .getFirst()
                        .json()
                        .path("username")
                        .stringValue())
                .isEqualTo("lotus");
        List<Optional<byte[]>> tokens =
                database.read(tx -> tx.sql("select token from matrix_account").list(row -> row.optionalBytes("token")));
        assertThat(tokens)
                .as("no token of its own is stored, and not the one of all")
                .containsExactly(Optional.empty());
        Asked put = server.asked("PUT", API + "/devices/" + device).getFirst();
        assertThat(put.authorization()).contains("Bearer as-token");
        assertThat(put.query()).containsEntry("user_id", USER.value()).doesNotContainKey("device_id");
    }

    @Test
    void theHomeserverIsToldOnceToMakeNoNotificationsForAServiceUser() throws Exception {
        account(SERVICE).close();
        account(SERVICE).close();
        assertThat(server.asked("PUT", NOTIFICATIONS)).singleElement().satisfies(asked -> {
            assertThat(asked.query()).containsEntry("user_id", USER.value());
            assertThat(asked.json().path("enabled").booleanValue()).isTrue();
        });
    }

    @Test
    void aServiceUserWorksWhereItsNotificationsCannotBeTurnedOffAndAsksAgain() throws Exception {
        server.next("PUT", NOTIFICATIONS, Answer.error(404, "M_UNRECOGNIZED", "Unrecognized request"));
        account(SERVICE).close();
        account(SERVICE).close();
        assertThat(server.asked("PUT", NOTIFICATIONS)).hasSize(2);
    }

    /** It may be a person's: who looks at it elsewhere wants them. */
    @Test
    void anOrdinaryAccountKeepsItsNotifications() throws Exception {
        account(ORDINARY).close();
        assertThat(server.asked("PUT", NOTIFICATIONS)).isEmpty();
    }

    @Test
    void anOrdinaryAccountLogsInOnceAndKeepsItsTokenSealed() throws Exception {
        String device;
        try (MatrixAccount account = account(ORDINARY)) {
            device = account.device().value();
            account.start();
        }
        server.sync(Json.object().put("next_batch", "s2"));
        try (MatrixAccount again = account(ORDINARY)) {
            assertThat(again.device().value()).isEqualTo(device);
            again.start();
        }
        assertThat(server.asked("POST", API + "/login"))
                .singleElement()
                .satisfies(login ->
                        assertThat(login.json().path("device_id").stringValue()).isEqualTo(device));
        assertThat(server.asked("GET", API + "/sync").getLast().authorization()).contains("Bearer login-token");
        byte[] token = database.read(
                        tx -> tx.sql("select token from matrix_account").first(row -> row.bytes("token")))
                .orElseThrow();
        assertThat(new String(token, StandardCharsets.ISO_8859_1)).doesNotContain("login-token");
    }

    @Test
    void aLoginWhoseAnswerWasLostGoesOnWithTheSameDevice() {
        server.next("POST", API + "/login", Answer.page(502));
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> account(ORDINARY));
        String device = storedDevice(USER);
        try (MatrixAccount account = account(ORDINARY)) {
            assertThat(account.device().value()).isEqualTo(device);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAWrongPasswordInOneSentence() {
        server.on("POST", API + "/login", Answer.error(403, "M_FORBIDDEN", "Invalid username or password"));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(ORDINARY))
                .withMessageContaining("password of @lotus:example.org");
    }

    /** As a homeserver does it that makes no devices for application services. */
    @Test
    void saysThatTheHomeserverGivesNoDevice() {
        server.on("PUT", API + "/devices/.*", Answer.error(404, "M_NOT_FOUND", "No such device"));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(SERVICE))
                .withMessageContainingAll("no device", "404 M_NOT_FOUND", "MSC4190", "homeserver.login")
                .matches(AccountRefused::denied);
        for (Answer passing : List.of(Answer.error(429, "M_LIMIT_EXCEEDED", "wait"), Answer.page(404))) {
            server.on("PUT", API + "/devices/.*", passing);
            assertThatExceptionOfType(MatrixException.class).isThrownBy(() -> account(SERVICE));
        }
    }

    @Test
    void saysWhatIsWrongWithTheRegistration() {
        server.on("POST", API + "/register", Answer.error(400, "M_EXCLUSIVE", "Invalid user localpart"));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(SERVICE))
                .withMessageContaining("namespaces.users");
        server.on("POST", API + "/register", Answer.error(401, "M_UNKNOWN_TOKEN", "Invalid access token passed."));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(SERVICE))
                .withMessageContaining("app_service_config_files");
    }

    @Test
    void startsGreenWhenSyncedAndSigned() throws Exception {
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
            assertThat(account.health())
                    .isEqualTo(
                            new AccountHealth(AccountHealth.State.GREEN, "", "fingerprint", CrossSigningStatus.SIGNED));
            ObjectNode message = Json.object().put("event_id", "$1").put("type", "m.room.message");
            message.put("sender", "@a:example.org").put("origin_server_ts", NOW.toEpochMilli());
            message.putObject("content").put("msgtype", "m.text").put("body", "x");
            ObjectNode next = Json.object().put("next_batch", "s2");
            next.withObject("/rooms/join/!r/timeline").putArray("events").add(message);
            server.sync(next);
            Await.until(() -> heard.size() == 1);
            assertThat(metrics.text())
                    .contains("lotus_matrix_sync_total{outcome=\"answered\"} ")
                    .doesNotContain("lotus_matrix_sync_total{outcome=\"answered\"} 0")
                    .contains("lotus_matrix_sync_silence_seconds 0")
                    .contains("lotus_matrix_send_waiting 0");
        }
    }
}
