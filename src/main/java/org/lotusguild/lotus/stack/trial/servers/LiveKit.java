package org.lotusguild.lotus.stack.trial.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.trial.Program;

/** LiveKit, the media server of calls. */
record LiveKit(Path program) implements Server {
    @Override
    public List<String> files() {
        return List.of("/etc/livekit/");
    }

    /** A second wish to end is heeded without waiting for those who are in a call; {@code keep.py} repeats it. */
    @Override
    public List<Program> programs(Grounds on) {
        int port = on.plan().port(Service.LIVEKIT);
        String file = on.files().at("/etc/livekit/livekit.yaml").toString();
        URI root = URI.create("http://127.0.0.1:" + port + "/");
        return List.of(on.keeper()
                .program(
                        "LiveKit",
                        port,
                        "SIGTERM",
                        List.of(program.toString(), "--config", file),
                        () -> on.keeper().answers(root)));
    }
}
