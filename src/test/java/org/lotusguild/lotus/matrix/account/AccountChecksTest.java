package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;

/** What is looked at before an account is used: is it ours, has its device its keys, was its store put back. */
class AccountChecksTest extends OneAccount {
    @Test
    void refusesADeviceThatIsNotOurs() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.json(Map.of("user_id", USER.value(), "device_id", "OTHER")));
        refused("reset-device");
    }

    @Test
    void refusesToSpeakAsNoDeviceAtAll() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.json(Map.of("user_id", USER.value())));
        try (MatrixAccount account = account(SERVICE)) {
            assertThatExceptionOfType(AccountRefused.class)
                    .isThrownBy(account::start)
                    .withMessageContaining("MSC4190")
                    .matches(AccountRefused::denied);
        }
    }

    @Test
    void refusesATokenOfSomebodyElse() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.json(Map.of("user_id", "@other:example.org")));
        refused("belongs to @other:example.org");
    }

    @Test
    void refusesATokenThatTheHomeserverDoesNotKnow() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.error(401, "M_UNKNOWN_TOKEN", "Invalid access token"));
        refused("refuses the token");
    }

    @Test
    void refusesKeysThatDiffer() throws Exception {
        selfCheck = SelfCheck.KEYS_DIFFER;
        refused("other keys");
    }

    @Test
    void refusesADeviceWhoseKeysAreGone() throws Exception {
        selfCheck = SelfCheck.DEVICE_MISSING;
        refused("has no keys");
    }

    @Test
    void refusesAStoreThatIsOlderThanItsLastUse() throws Exception {
        starts = 5;
        server.on("GET", COUNTER, asked -> Answer.json(Map.of("device_id", storedDevice(USER), "starts", 5)));
        try (MatrixAccount account = account(SERVICE)) {
            assertThatExceptionOfType(AccountRefused.class)
                    .isThrownBy(account::start)
                    .withMessageContaining("restored from a copy");
            assertThat(account.health().state())
                    .as("also at a later start, whose count would be high enough")
                    .isEqualTo(AccountHealth.State.RED);
        }
        assertThat(server.asked("PUT", COUNTER)).isEmpty();
    }

    @Test
    void countsStartsAtTheHomeserverBeforeAnythingElseIsSent() throws Exception {
        starts = 6;
        server.on("GET", COUNTER, asked -> Answer.json(Map.of("device_id", storedDevice(USER), "starts", 5)));
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
        }
        assertThat(server.asked("PUT", COUNTER).getFirst().json().path("starts").intValue())
                .isEqualTo(6);
        List<String> order = server.asked().stream().map(Asked::toString).toList();
        assertThat(order.indexOf(
                        "PUT " + server.asked("PUT", COUNTER).getFirst().path()))
                .isLessThan(order.indexOf("GET " + API + "/sync"));
    }

    @Test
    void theCounterOfAnotherDeviceDoesNotCount() throws Exception {
        server.on("GET", COUNTER, Answer.json(Map.of("device_id", "BEFORE", "starts", 90)));
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
        }
        assertThat(server.asked("PUT", COUNTER)).hasSize(1);
    }

    private void refused(String words) throws InterruptedException {
        try (MatrixAccount account = account(SERVICE)) {
            assertThatExceptionOfType(AccountRefused.class)
                    .isThrownBy(account::start)
                    .withMessageContaining(words);
        }
        assertThat(server.asked("GET", API + "/sync")).isEmpty();
    }
}
