package org.lotusguild.lotus.stack.trial.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.lotusguild.lotus.stack.plan.Worker;
import org.lotusguild.lotus.stack.trial.Program;
import org.lotusguild.lotus.stack.trial.SynapseProcess;

/** Synapse's processes beside the main one. */
final class SynapseWorkers implements Server {
    @Override
    public List<String> files() {
        return List.of("/etc/matrix-synapse/conf.d/lotus-workers.yaml", "/etc/matrix-synapse/workers/");
    }

    @Override
    public List<Program> programs(Grounds on) {
        return on.plan().workers().stream().map(worker -> program(on, worker)).toList();
    }

    private static Program program(Grounds on, Worker worker) {
        Path synapse = on.home().resolve("synapse");
        boolean asked = worker.kind().routed();
        int port = asked ? on.plan().port(worker) : on.plan().metricsPort(worker);
        URI health = URI.create("http://127.0.0.1:" + port + "/health");
        BooleanSupplier ready = asked ? () -> on.keeper().answers(health) : () -> Keeper.listens(port);
        Path logs = on.files().at("/var/log/matrix-synapse");
        return new Program(
                worker.name(),
                "The worker " + worker.name(),
                "127.0.0.1:" + port,
                command(on, synapse, worker),
                false,
                synapse,
                logs.resolve(worker.name() + ".out"),
                logs.resolve(worker.name() + ".log"),
                List.of(port),
                on.keeper().elsewhere(),
                ready);
    }

    private static List<String> command(Grounds on, Path synapse, Worker worker) {
        List<String> words =
                new ArrayList<>(SynapseProcess.words(on.python(), synapse.resolve("run.py"), "generic_worker"));
        words.addAll(List.of("-c", synapse.resolve("homeserver.yaml").toString()));
        words.addAll(MainProcess.arguments(on.files()));
        words.addAll(List.of(
                "-c",
                on.files()
                        .at("/etc/matrix-synapse/workers/" + worker.name() + ".yaml")
                        .toString()));
        return words;
    }
}
