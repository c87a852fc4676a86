package org.lotusguild.lotus.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.stack.render.Samples;

class StackBlockTest {
    private static final String FIVE = Samples.text("five-hosts");

    private static void refused(String yaml, String... words) {
        assertThatThrownBy(() -> Samples.read(yaml))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size: small                             | size: tiny                                 | :5: stack.size: must be one of small",
                "calls: true                             | callls: true                               | :6: stack.callls: unknown key; did you mean calls?",
                "auth:     {address: 10.20.0.36          | auth:     {address: 10.20.0.27              | :11: stack.hosts.proxy.address: is that of auth too",
                "roles: [postgres]                       | roles: [redis]                              | :8: stack.hosts: no host has the role postgres",
                "roles: [monitoring]                     | roles: [monitoring, postgres], memory: 1GiB | :13: stack.hosts.watch.roles: database has the role postgres already",
                "address: 10.20.0.44, memory: 6GiB       | address: 10.20.0.44                        | :10: stack.hosts.database: the key memory is missing",
                "address: 10.20.0.44                     | address: db.example.org                    | :10: stack.hosts.database.address: not an IP address",
                "server-name: example.org                | server-name: Example.org                   | :2: stack.server-name: not a host name",
                "federation: open                        | federation: [Example.org]                  | :4: stack.federation: not a server name",
                "federation: open                        | federation: []                             | :4: stack.federation: the list is empty",
                "upload: 200M                            | upload: 200MB                              | :16: stack.media.upload: not a size that Synapse reads",
                "keep-remote: 1y                         | keep-remote: 1yr                           | :16: stack.media.keep-remote: not a time that Synapse reads",
                "turn: turn.example.org,                 | ''                                         | :14: stack.names: calls need the name of the TURN server",
                "'nginx: \"1.26\"'                       | 'nginx: latest'                            | :18: stack.versions.nginx: not a version",
            })
    void saysWhatIsWrongAndInWhichLine(String right, String wrong, String words) {
        refused(FIVE.replace(right.strip(), wrong), words.strip());
    }

    @Test
    void refusesPortsThatMeet() {
        refused(
                FIVE.replace("  lan:", "  ports:\n    livekit: 7880\n    turn-relay: 51000-57999\n  lan:"),
                ":21: stack.ports.turn-relay: 51000-57999 meets 50000-51999 of livekit-media on the host matrix");
        refused(
                FIVE.replace("  lan:", "  ports: {lotus: 8008}\n  lan:"),
                ":19: stack.ports.lotus: 8008 meets 8008 of synapse on the host matrix");
        refused(FIVE.replace("  lan:", "  ports: {turn-relais: 60000-61000}\n  lan:"), "did you mean turn-relay?");
        refused(FIVE.replace("  lan:", "  ports: {turn-relay: 60000}\n  lan:"), "must be a range");
    }

    @Test
    void takesTheSamePortOnTwoHosts() {
        assertThat(Samples.planOf(FIVE.replace("  lan:", "  ports: {grafana: 9091}\n  lan:"))
                        .port(Service.GRAFANA))
                .isEqualTo(9091);
    }

    @Test
    void readsFederationInThreeForms() {
        assertThat(Samples.read(FIVE).stack().federation()).isEqualTo(new Federation.Open());
        assertThat(Samples.read(FIVE.replace("federation: open", "federation: closed"))
                        .stack()
                        .federation())
                .isEqualTo(new Federation.Closed());
        assertThat(Samples.plan("large").stack().federation()).hasToString("[example.com, example.net]");
    }
}
