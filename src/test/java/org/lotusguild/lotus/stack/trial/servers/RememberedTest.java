package org.lotusguild.lotus.stack.trial.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.trial.TrialException;

final class RememberedTest {
    @TempDir
    Path home;

    @Test
    void whatWasWantedOnceIsWantedAgain() {
        assertThat(Remembered.in(home).wanted().isNothing()).isTrue();
        Remembered first = new Remembered(new Wanted(false, true, false, false, 0), Map.of("turn", 3478));
        first.write(home);
        assertThat(Remembered.in(home)).isEqualTo(first);
        Wanted grown = Remembered.in(home).wanted().and(new Wanted(false, false, false, true, 0));
        assertThat(grown).isEqualTo(new Wanted(false, true, false, true, 0));
        assertThat(grown.and(Wanted.nothing())).isEqualTo(grown);
    }

    @Test
    void workersBringWhatTheyNeed() {
        Wanted wanted = new Wanted(false, false, false, false, 3);
        assertThat(wanted.postgres()).isTrue();
        assertThat(wanted.proxy()).isTrue();
        assertThat(wanted).hasToString("PostgreSQL, Redis, 3 workers, nginx");
        assertThat(wanted.and(new Wanted(false, false, false, false, 5)).workers())
                .isEqualTo(5);
        assertThat(wanted.and(new Wanted(true, false, false, false, 0)).workers())
                .isEqualTo(3);
    }

    @Test
    void aFileThatSomebodyBrokeIsNamed() throws IOException {
        for (String text : List.of(
                "{",
                "[]",
                "{'workers': 99}",
                "{'workers': 'three'}",
                "{'workers': 2.5}",
                "{'workers': null}",
                "{'turn': 'yes'}",
                "{'sfu': 1}",
                "{'ports': {'turn': 'x'}}",
                "{'ports': {'turn': '3478'}}",
                "{'ports': {'turn': 0}}",
                "{'ports': [3478]}")) {
            Files.writeString(Remembered.file(home), text.replace('\'', '"'));
            assertThatThrownBy(() -> Remembered.in(home))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("servers.json");
        }
    }

    @Test
    void portsAreChosenOnceAndNoneTwice() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Integer> chosen = ChosenPorts.of(Map.of("turn", taken.getLocalPort()));
            assertThat(chosen).containsEntry("turn", taken.getLocalPort()); // as it was, though it is taken now
            assertThat(ChosenPorts.of(chosen)).isEqualTo(chosen);
            assertThat(new HashSet<>(chosen.values())).hasSameSizeAs(chosen.values());
            assertThat(ChosenPorts.spans(chosen).get("workers")).matches("\\d+-\\d+");
        }
    }

    @Test
    void aHomeStaysWithTheDatabaseThatItBeganWith() throws IOException {
        Wanted postgres = new Wanted(true, false, false, false, 0);
        Beginning beginning = new Beginning(home);
        beginning.check(postgres);
        beginning.check(Wanted.nothing());
        Files.writeString(home.resolve("lotus.yaml"), "store:\n  url: sqlite:lotus.db\n");
        assertThatThrownBy(() -> beginning.check(postgres))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("began with SQLite");
        beginning.check(new Wanted(false, true, true, true, 0));
        Files.writeString(home.resolve("lotus.yaml"), "store:\n  url: postgresql://lotus@127.0.0.1:5432/lotus\n");
        beginning.check(postgres); // broken off before there was a database
        Files.createDirectory(home.resolve("postgresql"));
        beginning.check(postgres);
        assertThatThrownBy(() -> beginning.check(Wanted.nothing()))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("began with PostgreSQL");
    }

    @Test
    void thePortOfTheDatabaseIsTheOneThatLotusLooksAt() throws IOException {
        Beginning beginning = new Beginning(home);
        assertThat(beginning.ports(Map.of("turn", 3478))).isEqualTo(Map.of("turn", 3478));
        Files.writeString(home.resolve("lotus.yaml"), "store:\n  url: sqlite:lotus.db\n");
        assertThat(beginning.ports(Map.of())).isEmpty();
        Files.writeString(home.resolve("lotus.yaml"), "store:\n  url: postgresql://lotus@127.0.0.1:5433/lotus\n");
        // servers.json was deleted: another one would be chosen where 5432 is free by now.
        assertThat(beginning.ports(Map.of())).isEqualTo(Map.of("postgres", 5433));
        assertThat(ChosenPorts.of(beginning.ports(Map.of()))).containsEntry("postgres", 5433);
        assertThat(beginning.ports(Map.of("postgres", 5433))).isEqualTo(Map.of("postgres", 5433));
        assertThatThrownBy(() -> beginning.ports(Map.of("postgres", 5432)))
                .isInstanceOf(StackTrouble.class)
                .hasMessage(home.resolve("lotus.yaml") + " looks for the database at port 5433, but "
                        + home.resolve("servers.json") + " gives PostgreSQL port 5432");
    }
}
