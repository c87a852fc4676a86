package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;

class DatabaseMemoryTest {
    @ParameterizedTest
    @CsvSource({
        "6GiB, 100, 1536, 4608, 15, 384",
        "256MiB, 100, 128, 192, 4, 64",
        "2GiB, 100, 512, 1536, 5, 128",
        "32GiB, 250, 8192, 24576, 32, 1024",
        "128GiB, 100, 16384, 98304, 64, 1024"
    })
    void sharesOutByTheRules(String memory, int connections, long shared, long cache, long work, long maintenance) {
        assertThat(DatabaseMemory.of(ByteSize.parse(memory), connections))
                .isEqualTo(new DatabaseMemory(shared, cache, work, maintenance));
    }

    @Test
    void writesTheSampleOfAHostOfItsOwn() {
        assertThat(settings("five-hosts", "17"))
                .contains(
                        "listen_addresses = 'localhost, 10.20.0.44'\n",
                        "shared_buffers = 1536MB\n",
                        "effective_cache_size = 4608MB\n",
                        "max_connections = 100\n",
                        "work_mem = 15MB\n",
                        "maintenance_work_mem = 384MB\n",
                        "random_page_cost = 1.1\n",
                        "effective_io_concurrency = 200\n",
                        "autovacuum_vacuum_cost_limit = 1000\n");
    }

    @Test
    void leavesWhatPostgres18DoesWellByItself() {
        assertThat(settings("five-hosts", "18"))
                .doesNotContain("effective_io_concurrency")
                .contains("random_page_cost");
    }

    @Test
    void takesTwoFifthsOfAHostThatSynapseSharesAndListensThereOnly() {
        Plan plan = Samples.plan("one-host");
        assertThat(Samples.file(plan, plan.the(Role.POSTGRES), "/etc/postgresql/15/main/conf.d/lotus.conf"))
                .contains("shared_buffers = 819MB\n", "listen_addresses = 'localhost'\n");
    }

    @Test
    void letsInOnlyTheHostsThatNeedIt() {
        Plan plan = Samples.plan("five-hosts");
        assertThat(Samples.file(plan, plan.the(Role.POSTGRES), "/etc/postgresql/17/main/pg_hba.conf")
                        .lines()
                        .skip(2))
                .containsExactly(
                        "local all postgres peer",
                        "local all all peer",
                        "hostssl synapse synapse 10.20.0.29/32 scram-sha-256",
                        "hostssl lotus lotus 10.20.0.29/32 scram-sha-256",
                        "hostssl all lotus_verify 10.20.0.29/32 scram-sha-256");
    }

    private static String settings(String sample, String version) {
        Plan plan =
                Samples.planOf(Samples.text(sample).replace("postgresql: \"17\"", "postgresql: \"" + version + "\""));
        return Samples.file(plan, plan.the(Role.POSTGRES), "/etc/postgresql/" + version + "/main/conf.d/lotus.conf");
    }
}
