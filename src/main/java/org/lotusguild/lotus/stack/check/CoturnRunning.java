package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.check.TurnAddresses.TurnAddress;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Handshake;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Where;

/** The TURN server as it runs: its certificate, its log, its answers. */
final class CoturnRunning {
    static final Duration SHORTEST_LIFE = Duration.ofDays(21);

    static final List<Check> CHECKS = List.of(
            Check.of("TRN-005", CRITICAL, "The certificate of the TURN server is about to end, or is another's")
                    .reads(Reads.CERTIFICATES)
                    .originals()
                    .needs(
                            Reads.CERTIFICATES.absent(),
                            facts -> named(facts).anyMatch(named -> NamedCertificates.told(facts, named.path())))
                    .passes(
                            "it and its key are there, more than 21 days are left, it names the TURN host, and the key belongs to it")
                    .because("calls over TLS end without a word in any log of Synapse")
                    .source("RFC 8446; certbot renews 30 days before the end")
                    .run(CoturnRunning::certificate),
            Check.of("TRN-007", CRITICAL, "The TURN server runs without TLS")
                    .reads(Reads.PROGRAMS)
                    .originals()
                    .needs(Judges.ABSENT, facts -> Judges.ran(facts, Judge.COTURN))
                    .passes("its log has neither \"cannot find certificate file\" nor \"cannot start TLS\"")
                    .because(
                            "it keeps 3478 and says so in a WARNING only: networks that let nothing but TLS through have no calls")
                    .source("measured with 4.6.1")
                    .run(CoturnRunning::withoutTls),
            Check.of("TRN-008", HIGH, "Clients cannot use the TLS port of the TURN server")
                    .reads(Reads.LIVE)
                    .needs(
                            "no turns address known",
                            facts -> facts.answers().live().isEmpty()
                                    || shakes(facts).findAny().isPresent())
                    .passes(
                            "a handshake with TLS 1.2 or 1.3 comes to its end on every turns address, with a certificate that clients take")
                    .because("clients behind strict firewalls try it last, and have no call")
                    .source("measured: 4.6.1 of Debian never offers 1.3, which is well")
                    .run(CoturnRunning::handshakes),
            Check.of("TRN-009", HIGH, "The TURN server does not answer over UDP")
                    .reads(Reads.LIVE)
                    .needs(
                            "no turn address known",
                            LiveWeb.asked(live -> !live.bindings().isEmpty()))
                    .passes("a STUN binding is answered over UDP on every turn address")
                    .because("without UDP every call is relayed over TCP, if at all")
                    .source("RFC 8489")
                    .run(CoturnRunning::bindings),
            Check.of("TRN-016", CRITICAL, "The TURN server dropped rules about addresses at its start")
                    .reads(Reads.PROGRAMS)
                    .needs(Judges.ABSENT, facts -> Judges.ran(facts, Judge.COTURN))
                    .passes("its log has one \"Black listing\" line for each denied-peer-ip")
                    .because("what is not in the log is open to members")
                    .source("measured with 4.6.1: 24 lines for 24 ranges")
                    .run(CoturnRunning::dropped));

    private static final String DENIED = "Black listing:";

    private CoturnRunning() {}

    /** Where a file names a certificate. */
    private record Named(CoturnFile file, Setting setting) {
        String path() {
            return setting.value();
        }
    }

    private static Stream<Named> named(Facts facts) {
        return facts.coturn().stream()
                .flatMap(file -> file.last("cert").stream().map(setting -> new Named(file, setting)));
    }

    private static Stream<Finding> certificate(Facts facts) {
        return Stream.concat(named(facts).flatMap(found -> certificate(facts, found)), keys(facts));
    }

    private static Stream<Finding> certificate(Facts facts, Named named) {
        return Stream.concat(
                NamedCertificates.absent(facts, named.file().at(named.setting()), named.path(), "lotus certs sync")
                        .stream(),
                NamedCertificates.atHand(facts, named.path())
                        .flatMap(certificate ->
                                certificate(facts, named.file(), named.setting(), certificate).stream()));
    }

    private static Stream<Finding> keys(Facts facts) {
        return facts.coturn().stream()
                .flatMap(file -> file.last("pkey").stream()
                        .flatMap(setting ->
                                NamedCertificates.noKey(facts, file.at(setting), setting.value(), "lotus certs sync")
                                        .stream()));
    }

    private static Optional<Finding> certificate(
            Facts facts, CoturnFile file, Setting setting, Certificate certificate) {
        List<String> faults = new ArrayList<>();
        ending(facts, certificate).ifPresent(faults::add);
        TurnAddresses.of(facts).stream()
                .map(TurnAddress::host)
                .distinct()
                .filter(host -> !certificate.isFor(host))
                .forEach(host -> faults.add("does not name " + host));
        if (!certificate.keyFits().orElse(true)) {
            faults.add("the key belongs to another one");
        }
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(file.at(setting), String.join(", ", faults), "lotus certs sync"));
    }

    /** What to say of a certificate that has too little time left. */
    static Optional<String> ending(Facts facts, Certificate certificate) {
        Duration left = Duration.between(facts.now(), certificate.notAfter());
        return left.compareTo(SHORTEST_LIFE) > 0
                ? Optional.empty()
                : Optional.of(
                        left.isNegative() ? "ended " + -left.toDays() + " days ago" : left.toDays() + " days are left");
    }

    private static Stream<ProgramRun> runs(Facts facts) {
        return facts.answers().programs().stream().filter(run -> run.judge() == Judge.COTURN);
    }

    private static Stream<Finding> withoutTls(Facts facts) {
        return runs(facts)
                .flatMap(run -> run.lines()
                        .filter(line ->
                                line.contains("cannot find certificate file") || line.contains("cannot start TLS"))
                        .limit(1)
                        .map(line -> failed(
                                new Where(run.file(), 0, run.command()),
                                line.strip(),
                                "a certificate that turnserver can read")));
    }

    private static Stream<Finding> dropped(Facts facts) {
        return runs(facts)
                .flatMap(run -> facts.coturn().stream()
                        .filter(file -> file.file().equals(run.file()))
                        .flatMap(file -> dropped(run, file).stream()));
    }

    private static Optional<Finding> dropped(ProgramRun run, CoturnFile file) {
        // Called with a whole path, coturn reads its file twice and says everything twice.
        long taken = run.lines()
                .filter(line -> line.contains(DENIED))
                .map(line -> line.substring(line.indexOf(DENIED)))
                .distinct()
                .count();
        long written = file.all("denied-peer-ip").map(Setting::value).distinct().count();
        return taken == written
                ? Optional.empty()
                : Optional.of(failed(
                        new Where(run.file(), 0, run.command()),
                        taken + " of " + written + " denied-peer-ip lines were taken",
                        "ranges as first and last address"));
    }

    private static Stream<Finding> handshakes(Facts facts) {
        return shakes(facts).flatMap(shake -> refused(facts, shake).stream());
    }

    /** Those of turns addresses; the public name and servers of federation were asked, too. */
    private static Stream<Handshake> shakes(Facts facts) {
        return live(facts)
                .flatMap(live -> live.handshakes().stream()
                        .filter(shake -> TurnAddresses.of(facts).stream()
                                .anyMatch(address ->
                                        address.secure() && address.place().equals(shake.place()))));
    }

    private static Optional<Finding> refused(Facts facts, Handshake shake) {
        List<String> faults = ShownCertificate.faults(facts, shake);
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(
                        new Where("", 0, "turns:" + shake.place()),
                        String.join(", ", faults),
                        "a certificate that clients take (lotus certs sync), and no cipher-list"));
    }

    private static Stream<Finding> bindings(Facts facts) {
        return live(facts)
                .flatMap(live -> live.bindings().stream()
                        .filter(binding -> binding.mapped().isEmpty())
                        .map(binding -> failed(
                                new Where("", 0, "stun:" + binding.host() + ":" + binding.port()),
                                binding.failure(),
                                "UDP " + binding.port() + " open in the firewall and forwarded")));
    }

    private static Stream<LiveAnswers> live(Facts facts) {
        return facts.answers().live().stream();
    }
}
