package org.lotusguild.lotus.stack.programs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Told;

/** {@code nginx -t} on whole configurations, and on bare servers inside a frame. */
final class NginxTrial {
    private NginxTrial() {}

    static Stream<Wanted> of(Facts facts, String program, Scratch scratch) {
        Map<String, List<NginxFile>> bare = new LinkedHashMap<>();
        List<Wanted> wanted = new ArrayList<>();
        for (NginxFile file : facts.nginx()) {
            if (holds(file, "http")) {
                wanted.add(wanted(
                        program, scratch.room(), file, Path.of(file.origin().path())));
            } else if (holds(file, "server")) {
                String host = facts.hostOf(file).map(Told.Host::name).orElse("");
                bare.computeIfAbsent(host, name -> new ArrayList<>()).add(file);
            }
        }
        bare.values().forEach(files -> {
            Path room = scratch.room();
            wanted.add(wanted(program, room, files.getFirst(), framed(files, room)));
        });
        return wanted.stream();
    }

    private static boolean holds(NginxFile file, String name) {
        return file.directives().stream().anyMatch(top -> top.name().equals(name));
    }

    private static Wanted wanted(String program, Path room, NginxFile file, Path read) {
        return Wanted.of(
                Judge.NGINX,
                file.file(),
                List.of(program, "-t", "-p", room.toString(), "-c", read.toString()),
                "nginx -t -c " + file.file());
    }

    /** All servers of a host together: two of them may have one name. */
    private static Path framed(List<NginxFile> files, Path room) {
        List<String> lines = new ArrayList<>(List.of(
                "pid " + room.resolve("pid") + ";", "error_log stderr;", "events {}", "http {", "access_log off;"));
        Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> kind + "_temp_path " + room.resolve(kind) + ";")
                .forEach(lines::add);
        files.forEach(file -> lines.add("include \"" + file.origin().path() + "\";"));
        lines.add("}");
        return Scratch.write(room.resolve("nginx.conf"), lines);
    }
}
