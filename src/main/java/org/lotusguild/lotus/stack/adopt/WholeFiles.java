package org.lotusguild.lotus.stack.adopt;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.Where;

/** Files that are not compared setting by setting: Lotus has others for the same work, or nothing to do with them. */
final class WholeFiles {
    /** Of these a host has many that have nothing to do with the guild. */
    private static final Set<Kind> ONLY_IF_WRONG =
            EnumSet.of(Kind.JAIL, Kind.FILTER, Kind.SQL, Kind.UNIT, Kind.SCRIPT, Kind.CRON);

    private WholeFiles() {}

    static List<Note> of(Installation it) {
        return it.facts().documents().stream().flatMap(file -> note(it, file)).toList();
    }

    private static Stream<Note> note(Installation it, Document file) {
        Where where = file.missing("");
        Optional<String> stays = apart(it, file);
        if (stays.isPresent()) {
            return Stream.of(new Note(Note.Kind.APART, where, "", stays.get(), it.findings(file.file())));
        }
        String findings = it.findings(file.file());
        return instead(it, file)
                .filter(word -> !(findings.isEmpty() && ONLY_IF_WRONG.contains(file.kind())))
                .map(word -> new Note(Note.Kind.LEFT, where, "", word, findings))
                .stream();
    }

    /** Whether Lotus leaves the file where it is, and its settings with it. */
    static boolean stays(SettingsFile file) {
        return file.kind() == Kind.POSTGRES && file.file().endsWith("postgresql.conf");
    }

    /** Why Lotus has nothing to do with the file; empty if it has. */
    static Optional<String> apart(Installation it, Document file) {
        return switch (file.kind()) {
            case REGISTRATION -> Optional.of("an application service of its own");
            case HOOKSHOT -> Optional.of("lotus hook import-hookshot takes its webhooks over");
            case SYGNAL -> Optional.of("Lotus has nothing to do with it");
            case PROMETHEUS, PROMETHEUS_RULES ->
                Optional.of("yours; Lotus writes its own where a host has the role monitoring");
            case AUTHELIA, LLDAP ->
                AdoptedSignIn.ours(it) ? Optional.empty() : Optional.of("Lotus has nothing to do with it");
            case POSTGRES ->
                file instanceof SettingsFile settings && stays(settings)
                        ? Optional.of("stays; what Lotus writes into conf.d wins")
                        : Optional.empty();
            case SYNAPSE,
                    WORKER,
                    SYNAPSE_LOG,
                    LIVEKIT,
                    CINNY,
                    COTURN,
                    NGINX,
                    JAIL,
                    FILTER,
                    SYSCTL,
                    HBA,
                    SQL,
                    SCRIPT,
                    CRON,
                    TOLD -> Optional.empty();
            case UNIT ->
                Optional.of("keep it as long as it hands out the tokens of your calls")
                        .filter(any -> handsOutTokens(file));
        };
    }

    private static boolean handsOutTokens(Document unit) {
        return unit.origin().lines().stream()
                .anyMatch(line -> line.startsWith("ExecStart=") && line.contains("lk-jwt-service"));
    }

    private static Optional<String> instead(Installation it, Document file) {
        return switch (file.kind()) {
            case WORKER -> Optional.of("the workers follow from size");
            case JAIL, FILTER -> Optional.of("Lotus writes a jail for the proxy's log, lotus-matrix-proxy");
            case SQL -> Optional.of("Lotus writes lotus-autovacuum.sql");
            case UNIT -> Optional.of("Lotus writes its own units");
            case SCRIPT, CRON ->
                Optional.of("timers of Lotus do such work: certificates, backups, the web client, media");
            case AUTHELIA, LLDAP -> Optional.of("Lotus writes the whole file; only its secrets are taken");
            case SYNAPSE,
                    SYNAPSE_LOG,
                    REGISTRATION,
                    LIVEKIT,
                    HOOKSHOT,
                    SYGNAL,
                    PROMETHEUS,
                    PROMETHEUS_RULES,
                    CINNY,
                    COTURN,
                    NGINX,
                    POSTGRES,
                    SYSCTL,
                    HBA,
                    TOLD -> Optional.empty();
        };
    }
}
