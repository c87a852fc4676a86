package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Path;
import java.util.List;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.trial.Program;

/** Redis, between Synapse's processes. */
record Redis(Path program) implements Server {
    static Redis found(SystemPrograms programs) {
        return new Redis(programs.program("redis-server", "redis-server"));
    }

    @Override
    public List<String> files() {
        return List.of("/etc/redis/");
    }

    @Override
    public List<Program> programs(Grounds on) {
        on.files().folder("/var/lib/redis");
        int port = on.plan().port(Service.REDIS);
        String file = on.files().at("/etc/redis/redis.conf").toString();
        return List.of(on.keeper()
                .program("Redis", port, "SIGTERM", List.of(program.toString(), file), () -> Keeper.listens(port)));
    }
}
