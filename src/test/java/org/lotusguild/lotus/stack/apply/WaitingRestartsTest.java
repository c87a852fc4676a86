package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.Role;

/** Restarts wait until they are allowed, or until the service has started anew. */
class WaitingRestartsTest extends ApplyBed {
    @Test
    void keepsARestartThatFailedInMindUntilItIsAllowedAgain() {
        noServices = Optional.empty();
        fails = command -> true;
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        assertThat(applied(RESTARTING, turn).failed()).isTrue();

        fails = command -> false;
        told.clear();
        assertThat(applied(turn).open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(told).isEmpty();
        assertThat(applied(RESTARTING, turn).open()).isEmpty();
        assertThat(told).containsExactly("systemctl restart coturn.service");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void tellsOfARestartUntilTheServiceHasStartedAnew() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        String restart = "systemctl restart coturn.service   (its files changed)";
        assertThat(applied(turn).open()).containsExactly(restart);
        assertThat(apply().brokenOff()).isTrue();
        assertThat(applied(turn).open()).containsExactly(restart);
        assertThat(told).isEmpty();

        runs.put("coturn.service", "second");
        assertThat(apply().brokenOff()).isFalse();
        assertThat(applied(turn).open()).isEmpty();
    }

    @Test
    void restartsWhatNobodyAllowedBefore() {
        noServices = Optional.empty();
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        Wanted page = unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service");
        applied(turn);
        applied(turn, page);
        told.clear();
        assertThat(applied(RESTARTING, turn, page).done()).containsExactly("systemctl restart coturn.service");
        assertThat(told).containsExactly("systemctl restart coturn.service");
        assertThat(apply().brokenOff()).isFalse();
        assertThat(applied(RESTARTING, turn, page).done()).isEmpty();
    }

    @Test
    void asksForTheRestartAgainWhenTheFileChangedSinceTheLast() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        applied(secret("/etc/turnserver.conf", "key=x\n"));
        runs.put("coturn.service", "second");
        applied(secret("/etc/turnserver.conf", "key=y\n"));
        assertThat(apply().brokenOff()).isTrue();
    }

    @Test
    void restartsNothingOfOtherRoles() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        Wanted calls = unit("/etc/livekit.yaml", "port: 1\n", "livekit-server.service");
        applied(turn);
        told.clear();

        List<Wanted> all = List.of(turn, calls);
        Apply apply = apply();
        Apply.Report report = apply.apply(
                all, apply.differences(List.of(calls)), new Apply.Choice(false, true, Optional.of(Role.SFU)));
        assertThat(told).containsExactly("systemctl restart livekit-server.service");
        assertThat(report.open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(apply().brokenOff()).isTrue();

        runs.put("coturn.service", "second");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void tellsOfARestartWhileTheServiceOnlyTriesToStart() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        applied(turn);
        runs.put("coturn.service", "second");
        inactive.add("coturn.service");
        assertThat(apply().brokenOff()).isTrue();
        assertThat(applied(turn).open()).containsExactly("systemctl restart coturn.service   (its files changed)");

        inactive.clear();
        assertThat(apply().brokenOff()).as("this run came to its work").isFalse();
    }

    @Test
    void tellsOfARestartWhileSystemdDoesNotSayHowTheServiceIs() {
        noServices = Optional.empty();
        runs.put("coturn.service", "first");
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        applied(turn);
        systemdSays = false;
        assertThat(applied(turn).open()).hasSize(1);
        systemdSays = true;
        assertThat(apply().brokenOff()).isTrue();
        runs.put("coturn.service", "second");
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void tellsOfARestartWhoseServiceSystemdDidNotKnowYet() {
        noServices = Optional.empty();
        systemdSays = false;
        Wanted turn = secret("/etc/turnserver.conf", "key=x\n");
        applied(turn);
        systemdSays = true;
        runs.put("coturn.service", "of whatever age");
        assertThat(applied(turn).open()).hasSize(1);
        runs.put("coturn.service", "next");
        assertThat(apply().brokenOff()).isFalse();
    }
}
