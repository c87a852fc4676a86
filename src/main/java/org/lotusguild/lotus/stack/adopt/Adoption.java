package org.lotusguild.lotus.stack.adopt;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/**
 * An installation, taken over.
 *
 * @param yaml the text of {@code lotus.yaml}; it names {@code registration.yaml} and {@code secrets/vault-key} beside it
 * @param secrets that were found; they never stand in the text
 * @param notes what became of every setting, in the order of the files
 * @param room files that must go where Lotus' own come, because programs would read both
 */
public record Adoption(
        String serverName, String yaml, Map<SecretName, Secret> secrets, List<Note> notes, List<String> room) {
    public Adoption {
        secrets = Map.copyOf(secrets);
        notes = List.copyOf(notes);
        room = List.copyOf(room);
    }

    /**
     * Takes the installation over.
     *
     * @param today for what is true between two days only
     * @throws StackTrouble if the files hold no homeserver, or what they say makes no plan
     */
    public static Adoption of(Installation it, ConfigReader reader, LocalDate today) {
        Adopted taken = Stream.of(
                        AdoptedSynapse.of(it),
                        AdoptedHosts.of(it),
                        AdoptedTurn.of(it),
                        AdoptedLiveKit.of(it),
                        AdoptedProxy.of(it),
                        AdoptedSignIn.of(it),
                        AdoptedClient.of(it),
                        AdoptedFacts.of(it))
                .reduce(Adopted::and)
                .orElseThrow();
        Fitting fitting = new Fitting(reader, today);
        Fitting.Fit bare = fitting.fit(taken);
        Facts rendered = Rendered.facts(bare.plan(), it.facts());
        Adopted whole =
                bare.adopted().and(Leftovers.of(it, rendered, bare.adopted().notes()));
        Fitting.Fit fit = fitting.fit(whole);
        List<Note> notes = new ArrayList<>(fit.adopted().notes());
        it.facts().unread().forEach(file -> notes.add(new Note(Note.Kind.LEFT, file.where(), "", file.because(), "")));
        notes.sort(Comparator.comparing((Note note) -> note.where().file())
                .thenComparingInt(note -> note.where().line()));
        return new Adoption(
                fit.plan().stack().serverName(),
                HomeText.of(fit.plan()) + fit.text(),
                fit.adopted().secrets(),
                notes,
                room(it, rendered));
    }

    private static List<String> room(Installation it, Facts rendered) {
        return it.facts().documents().stream()
                .filter(file -> WholeFiles.apart(it, file).isEmpty())
                .flatMap(file -> room(it, file, rendered))
                .distinct()
                .toList();
    }

    private static Stream<String> room(Installation it, Document file, Facts rendered) {
        return file instanceof NginxFile tree
                ? NginxLeftovers.room(tree, it, rendered)
                : Stream.of(file.file()).filter(any -> makesRoom(it, file, rendered));
    }

    private static boolean makesRoom(Installation it, Document file, Facts rendered) {
        return switch (file.kind()) {
            case SYNAPSE, WORKER, COTURN, LIVEKIT -> true;
            case POSTGRES, SYSCTL -> file instanceof SettingsFile settings && Leftovers.makesRoom(settings, rendered);
            case JAIL, FILTER, UNIT, SCRIPT, CRON -> !it.findings(file.file()).isEmpty();
            case NGINX,
                    HBA,
                    SQL,
                    SYNAPSE_LOG,
                    REGISTRATION,
                    HOOKSHOT,
                    SYGNAL,
                    AUTHELIA,
                    LLDAP,
                    PROMETHEUS,
                    PROMETHEUS_RULES,
                    CINNY,
                    TOLD -> false;
        };
    }
}
