package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.INFO;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;

/** The keys of turnserver.conf, who may use the server, and what it speaks. */
final class Coturn {
    /** TLS 1.0 and 1.1 are off by default from here on, and the keys that switched them off are gone. */
    private static final String MODERN_TLS = "4.7";

    /** The telnet console is off by default from here on. */
    private static final String NO_CONSOLE = "4.10";

    private static final int SHORTEST_SECRET = 32;

    /** Keys of older releases that switched something off. */
    private static final Set<String> GONE =
            Set.of("no-tlsv1", "no-tlsv1_1", "no-sslv2", "no-sslv3", "no-stun-backward-compatibility");

    static final List<Check> CHECKS = List.of(
            Check.of("TRN-001", HIGH, "coturn does not know this setting and goes on without it")
                    .on(Kind.COTURN)
                    .reads(Reads.PROGRAMS)
                    .passes("every key is one that this coturn knows")
                    .because("coturn logs one line, \"Bad configuration format\", and runs without the setting")
                    .source("option table of coturn 4.6.1 and 4.17.1; measured with 4.6.1")
                    .run(Coturn::unknownKeys),
            Check.of("TRN-004", CRITICAL, "The TURN server does not ask for a credential that Synapse made")
                    .on(Kind.COTURN)
                    .passes(
                            "use-auth-secret with a secret of 32 characters or more, and neither lt-cred-mech nor no-auth")
                    .because(
                            "whoever guesses or shares the credential sends through this server into the world, in its name")
                    .source("turnserver(1), use-auth-secret")
                    .run(Coturn::credentials),
            Check.of("TRN-011", HIGH, "The TURN server does not know its public address")
                    .on(Kind.COTURN)
                    .reads(Reads.FACTS)
                    .passes("behind NAT, external-ip is PUBLIC/PRIVATE")
                    .because("it offers its private address as a relay, which nobody outside reaches")
                    .source("turnserver(1), external-ip")
                    .run(Coturn::externalAddress),
            Check.of("TRN-013", LOW, "The TURN server does without its small protections")
                    .on(Kind.COTURN)
                    .passes("stale-nonce, no-tcp-relay, no TLS 1.0 and 1.1, and no console without a password")
                    .because("old nonces, TCP relays, old TLS and the console are each a way in that nobody needs")
                    .source("turnserver(1); option table of coturn 4.6.1 and 4.17.1")
                    .run(Coturn::smallProtections),
            Check.of("TRN-014", INFO, "coturn is old, or one of its settings fits another release")
                    .on(Kind.COTURN)
                    .reads(Reads.FACTS)
                    .passes("4.6.3 or newer; from 4.17 on, dtls where DTLS is wanted; from 4.18 on, no no-cli")
                    .because(
                            "later releases mended crashes that a stranger can cause, and changed what is on by default")
                    .source("ChangeLog of coturn")
                    .run(Coturn::release),
            Check.of("TRN-015", HIGH, "The list of TLS ciphers leaves out a kind of certificate")
                    .on(Kind.COTURN)
                    .reads(Reads.CERTIFICATES)
                    .needs(Reads.FILES.absent(), facts -> !facts.coturn().isEmpty())
                    .passes(
                            "no cipher-list, or one with suites for the kind of certificate; for RSA and ECDSA where that is not at hand")
                    .because(
                            "with the other kind of certificate every handshake fails; certbot makes ECDSA ones by default")
                    .source("measured with 4.6.1 and 4.18: sslv3 alert handshake failure")
                    .run(Coturn::ciphers));

    private Coturn() {}

    private static Stream<Finding> unknownKeys(Facts facts) {
        KeyLists.KeyList names = facts.names().of("coturn");
        return facts.coturn().stream()
                .flatMap(file -> file.settings().stream()
                        .filter(setting -> !known(facts, names, setting.key()) || complained(facts, file, setting))
                        .map(setting -> unknown(facts, file, setting, names)));
    }

    /** Whether the program itself, where it was run, did not take the line. */
    private static boolean complained(Facts facts, CoturnFile file, Setting setting) {
        return facts.answers().programs().stream()
                .filter(run -> run.judge() == Judge.COTURN && run.file().equals(file.file()))
                .flatMap(ProgramRun::lines)
                .filter(line -> line.contains("Bad configuration format:"))
                .map(line -> line.substring(line.lastIndexOf(':') + 1).strip())
                .anyMatch(setting.key()::equals);
    }

    /** If the version was not told, the keys of all releases are known. */
    private static boolean known(Facts facts, KeyLists.KeyList names, String key) {
        boolean told = facts.version(Program.COTURN).isPresent();
        boolean modern = facts.atLeast(Program.COTURN, MODERN_TLS);
        return names.in("").contains(key)
                || (names.in("before-4.7").contains(key) && !(told && modern))
                || (names.in("from-4.7").contains(key) && modern);
    }

    private static Finding unknown(Facts facts, CoturnFile file, Setting setting, KeyLists.KeyList names) {
        String shown = setting.key() + (setting.value().isEmpty() ? "" : "=" + Mask.of(setting.key(), setting.value()));
        if (GONE.contains(setting.key())) {
            return failed(file.at(setting), shown, "remove the line: that is off by default now")
                    .fix(Edits.drop(file, setting.line()));
        }
        String dashes = setting.key().replace('_', '-');
        List<String> others = names.all().stream()
                .filter(name -> known(facts, names, name) && !name.equals(setting.key()))
                .toList();
        Optional<String> meant = others.contains(dashes) ? Optional.of(dashes) : Nearest.of(dashes, others);
        Finding.Failed finding = failed(
                file.at(setting), shown, meant.map(name -> "write " + name).orElse("remove the line"));
        return Edits.with(
                finding,
                meant.filter(name -> !Mask.names(setting.key()))
                        .flatMap(name -> Edits.rename(file, setting.line(), setting.key(), name)));
    }

    private static Stream<Finding> credentials(Facts facts) {
        return facts.coturn().stream().flatMap(Coturn::credentials);
    }

    private static Stream<Finding> credentials(CoturnFile file) {
        List<Finding> found = new ArrayList<>();
        for (String open : List.of("no-auth", "lt-cred-mech")) {
            file.last(open)
                    .ifPresent(setting -> found.add(failed(
                            file.at(setting),
                            open,
                            "remove it; use-auth-secret with static-auth-secret is what Synapse speaks")));
        }
        if (!file.has("use-auth-secret")) {
            found.add(failed(file.missing("use-auth-secret"), "no use-auth-secret", "use-auth-secret"));
        }
        file.all("static-auth-secret")
                .filter(setting -> setting.value().length() < SHORTEST_SECRET)
                .forEach(setting -> found.add(failed(
                        file.at(setting), Mask.of(setting.value()), "a random secret of 32 characters or more")));
        if (!file.has("static-auth-secret") && !file.has("no-auth")) {
            found.add(
                    failed(file.missing("static-auth-secret"), "no static-auth-secret", "the secret that Synapse has"));
        }
        return found.stream();
    }

    private static Stream<Finding> externalAddress(Facts facts) {
        return facts.told().behindNat().orElse(false)
                ? facts.coturn().stream().flatMap(Coturn::externalAddress)
                : Stream.of();
    }

    private static Stream<Finding> externalAddress(CoturnFile file) {
        String want = "external-ip=PUBLIC/PRIVATE";
        if (!file.has("external-ip")) {
            return Stream.of(failed(file.missing("external-ip"), "no external-ip, and the host is behind NAT", want));
        }
        return file.all("external-ip")
                .filter(setting -> !setting.value().contains("/"))
                .map(setting -> failed(file.at(setting), "external-ip=" + setting.value(), want));
    }

    private static Stream<Finding> smallProtections(Facts facts) {
        return facts.coturn().stream().flatMap(file -> {
            List<String> missing = missing(facts, file);
            Stream<Finding> lacks = missing.isEmpty()
                    ? Stream.of()
                    : Stream.of(failed(
                            file.missing(missing.getFirst()),
                            "without " + String.join(", ", missing),
                            "add " + String.join(", ", missing)));
            return Stream.concat(lacks, oldProtocols(file));
        });
    }

    private static List<String> missing(Facts facts, CoturnFile file) {
        List<String> wanted = new ArrayList<>(List.of("stale-nonce", "no-tcp-relay"));
        if (!facts.atLeast(Program.COTURN, MODERN_TLS)) {
            wanted.addAll(List.of("no-tlsv1", "no-tlsv1_1"));
        }
        boolean console = file.has("cli") || (!facts.atLeast(Program.COTURN, NO_CONSOLE) && !file.has("no-cli"));
        if (console && !file.has("cli-password")) {
            wanted.add("cli-password");
        }
        return wanted.stream()
                .filter(key -> !file.has(key))
                .map(key -> key.equals("cli-password") ? "no-cli" : key)
                .toList();
    }

    private static Stream<Finding> oldProtocols(CoturnFile file) {
        return Stream.of("tlsv1", "tlsv1_1")
                .flatMap(file::all)
                .map(setting -> failed(file.at(setting), setting.key(), "remove the line")
                        .fix(Edits.drop(file, setting.line())));
    }

    private static Stream<Finding> release(Facts facts) {
        Stream<Finding> old = Stream.ofNullable(facts.told().versions().get(Program.COTURN))
                .filter(version -> !version.release().atLeast("4.6.3"))
                .map(version -> failed(
                        facts.told().at(version.line(), "versions.coturn"),
                        version.release().toString(),
                        "4.6.3 or newer"));
        boolean consoleGone = facts.version(Program.COTURN).isPresent() && facts.atLeast(Program.COTURN, "4.18");
        boolean silentDtls = facts.version(Program.COTURN).isPresent() && facts.atLeast(Program.COTURN, "4.17");
        return Stream.concat(
                old,
                facts.coturn().stream()
                        .flatMap(file -> Stream.concat(
                                consoleGone
                                        ? gone(file, "no-cli", "the console is off unless cli is written")
                                        : Stream.of(),
                                silentDtls
                                        ? gone(file, "no-dtls", "DTLS is off unless dtls is written")
                                        : Stream.of())));
    }

    private static Stream<Finding> gone(CoturnFile file, String key, String since) {
        return file.all(key)
                .map(setting -> failed(file.at(setting), key, "remove the line: " + since)
                        .fix(Edits.drop(file, setting.line())));
    }

    private static Stream<Finding> ciphers(Facts facts) {
        return facts.coturn().stream()
                .flatMap(file -> file.last("cipher-list").stream().flatMap(setting -> {
                    List<String> lacking = lacking(setting.value(), kinds(facts, file));
                    return lacking.isEmpty()
                            ? Stream.of()
                            : Stream.of(failed(
                                            file.at(setting),
                                            "no suite for " + String.join(" or ", lacking) + " certificates",
                                            "remove the line")
                                    .fix(Edits.drop(file, setting.line())));
                }));
    }

    /** Of the certificate that is at hand; else both. */
    private static List<String> kinds(Facts facts, CoturnFile file) {
        return file.last("cert").stream()
                .flatMap(cert -> NamedCertificates.atHand(facts, cert.value()))
                .findFirst()
                .map(certificate -> List.of(certificate.keyType().equals("RSA") ? "RSA" : "ECDSA"))
                .orElse(List.of("RSA", "ECDSA"));
    }

    /** The kinds of certificates that no suite of the list serves. Words like HIGH stand for suites of every kind. */
    private static List<String> lacking(String list, List<String> kinds) {
        List<String> suites = Arrays.stream(list.split("[:, ]+"))
                .filter(suite -> !suite.isEmpty() && !suite.startsWith("!") && !suite.startsWith("-"))
                .toList();
        return kinds.stream()
                .filter(kind -> suites.stream().noneMatch(suite -> serves(suite, kind)))
                .toList();
    }

    private static boolean serves(String suite, String kind) {
        if (suite.contains("ECDSA")) {
            return kind.equals("ECDSA");
        }
        boolean named = suite.contains("RSA");
        boolean plain = suite.startsWith("AES") && suite.contains("-");
        boolean modern = suite.startsWith("TLS_");
        return !modern && (!(named || plain) || kind.equals("RSA"));
    }
}
