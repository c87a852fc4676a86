package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.check.PgSettings.Line;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.HbaFile.Rule;
import org.lotusguild.lotus.stack.facts.Kind;

/** Who may come to the database, and how. */
final class PgAccess {
    private static final Set<String> WEAK = Set.of("trust", "password", "md5");

    static final List<Check> CHECKS = List.of(Check.of("PG-004", CRITICAL, "The database lets in whoever knocks")
            .on(Kind.HBA, Kind.POSTGRES)
            .passes(
                    "no trust, password or md5, no rule for all addresses, and listen_addresses not * unless rules name hosts")
            .because("the database holds everything, and a password alone keeps out whoever reaches the port")
            .source("PostgreSQL, pg_hba.conf")
            .run(PgAccess::doors));

    private PgAccess() {}

    private static Stream<Finding> doors(Facts facts) {
        return Stream.concat(
                facts.hba().stream()
                        .flatMap(file -> file.rules().stream()
                                .filter(rule -> !rule.method().equals("reject"))
                                .flatMap(rule -> open(file, rule).stream())),
                everywhere(facts));
    }

    private static Optional<Finding> open(HbaFile file, Rule rule) {
        boolean weak = WEAK.contains(rule.method());
        String wide = wide(rule.address());
        if (!weak && wide.isEmpty()) {
            return Optional.empty();
        }
        String saw =
                rule.type() + " " + rule.database() + " " + rule.user() + " " + rule.address() + " " + rule.method();
        return Optional.of(failed(
                        file.at(rule),
                        saw.replaceAll(" {2,}", " "),
                        "hostssl, one database, one user, the address of one host with /32, scram-sha-256")
                .so(String.join(
                        "; ",
                        Stream.of(wide, weak ? reason(rule.method()) : "")
                                .filter(part -> !part.isEmpty())
                                .toList())));
    }

    private static String wide(String address) {
        if (address.equals("all") || address.equals("0.0.0.0/0") || address.equals("::/0")) {
            return "the rule is for the whole internet";
        }
        return address.startsWith("0.0.0.0/")
                ? "the rule is for addresses that begin with 0, which no host has: the one that was meant is not there"
                : "";
    }

    private static String reason(String method) {
        return switch (method) {
            case "trust" -> "nobody is asked for a password";
            case "password" -> "the password is sent as it is";
            default -> "what md5 keeps can be used to log in by whoever reads it";
        };
    }

    /** Rules that name a host or network other than this machine. */
    private static boolean namesHosts(Facts facts) {
        return facts.hba().stream()
                .flatMap(file -> file.rules().stream())
                .anyMatch(rule -> rule.type().startsWith("host")
                        && wide(rule.address()).isEmpty()
                        && !rule.address().startsWith("127.")
                        && !rule.address().startsWith("::1"));
    }

    private static Stream<Finding> everywhere(Facts facts) {
        return PgSettings.of(facts).last("listen_addresses").stream()
                .filter(line -> everywhere(line) && !namesHosts(facts))
                .map(line -> failed(
                        line.where(),
                        "listen_addresses = '" + line.value() + "', and no rule names a host",
                        "listen_addresses = 'localhost', or the address of this host and rules with hosts"));
    }

    private static boolean everywhere(Line line) {
        return Stream.of(line.value().split(",")).map(String::strip).anyMatch(Set.of("*", "0.0.0.0", "::")::contains);
    }
}
