package org.lotusguild.lotus.stack.trial.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.lotusguild.lotus.stack.trial.Program;
import org.lotusguild.lotus.stack.trial.Surroundings;

/** nginx, at the address under which people know the homeserver. */
record Proxy(Path program) implements Server {
    static Proxy found(SystemPrograms programs) {
        return new Proxy(programs.program("nginx", "nginx"));
    }

    @Override
    public List<String> files() {
        return List.of("/etc/nginx/");
    }

    @Override
    public List<Program> programs(Grounds on) {
        on.files().folder("/var/log/nginx");
        on.files().folder("/var/lib/nginx");
        Path file = on.files().write("/etc/nginx/nginx.conf", main());
        URI versions = on.guild().url().resolve("/_matrix/client/versions");
        return List.of(on.keeper()
                .program(
                        "nginx",
                        on.guild().url().getPort(),
                        Surroundings.elsewhere(on.guild()),
                        "SIGTERM",
                        List.of(program.toString(), "-p", on.files().root() + "/", "-c", file.toString()),
                        () -> on.keeper().answers(versions)));
    }

    /** Like the distribution's, but inside the home. */
    private static String main() {
        return (Unprivileged.root() ? "user root;\n" : "") + """
                worker_processes 1;
                daemon off;
                pid run/nginx.pid;
                error_log var/log/nginx/error.log;
                events {}
                http {
                    access_log var/log/nginx/access.log;
                    client_body_temp_path var/lib/nginx/body;
                    proxy_temp_path var/lib/nginx/proxy;
                    fastcgi_temp_path var/lib/nginx/fastcgi;
                    uwsgi_temp_path var/lib/nginx/uwsgi;
                    scgi_temp_path var/lib/nginx/scgi;
                    include conf.d/*.conf;
                }
                """;
    }
}
