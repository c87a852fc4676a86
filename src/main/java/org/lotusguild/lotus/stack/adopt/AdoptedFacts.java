package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Told;

/** What people told beside their hosts: versions, and where backups lie. */
final class AdoptedFacts {
    private static final List<Program> PROGRAMS =
            List.of(Program.SYNAPSE, Program.POSTGRESQL, Program.NGINX, Program.COTURN, Program.LIVEKIT);

    private AdoptedFacts() {}

    static Adopted of(Installation it) {
        Gathering found = new Gathering();
        Told told = it.told();
        PROGRAMS.forEach(program -> {
            Told.Version version = told.versions().get(program);
            if (version != null) {
                String text = version.release().toString();
                String key = "versions." + program.word();
                found.take(key, text, told.at(version.line(), key));
            }
        });
        told.backups()
                .filter(backups -> backups.where().startsWith("/"))
                .ifPresent(backups -> found.take(
                        "backups.path",
                        backups.where(),
                        "/var/backups/lotus",
                        told.at(backups.line(), "backups.where")));
        return found.done();
    }
}
