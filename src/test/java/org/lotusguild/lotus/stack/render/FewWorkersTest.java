package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Worker;

/** Other numbers of workers than those of a size. */
final class FewWorkersTest {
    private static final Pattern TARGET = Pattern.compile("(?m)^ {4}\"~.*\" (lotus_\\w+);$");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8})
    void everyRouteLeadsToSomebody(int count) {
        Plan plan = Samples.plan("large").withWorkers(count);
        assertThat(plan.workers()).hasSize(count);
        assertThat(plan.workers().stream().map(Worker::name)).doesNotHaveDuplicates();
        String map = Samples.file(plan, plan.the(Role.PROXY), "/etc/nginx/conf.d/lotus-workers.conf");
        assertThat(TARGET.matcher(map).results().map(route -> route.group(1)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(map).contains("upstream " + name + " {\n"));
        assertThat(map).doesNotContainPattern("upstream \\w+ \\{\\n    keepalive");
    }

    @Test
    void theMainProcessKeepsWhatNobodyElseDoes() {
        assertThat(shared(1)).doesNotContain("pusher_instances", "media", "federation_sender", ": []");
        assertThat(shared(3))
                .contains("enable_media_repo: false", "media_instance_running_background_jobs: media-1")
                .doesNotContain("pusher_instances", "federation_sender");
        assertThat(shared(6)).contains("pusher_instances", "federation_sender_instances");
    }

    private static String shared(int count) {
        Plan plan = Samples.plan("large").withWorkers(count);
        return Samples.file(plan, plan.the(Role.SYNAPSE), "/etc/matrix-synapse/conf.d/lotus-workers.yaml");
    }
}
