package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** LLDAP, in which the provider of single sign-on looks people up. */
final class Directory {
    private static final int SHORTEST = 8;
    /** What LLDAP's example file has. */
    private static final Set<String> TEMPLATE =
            Set.of("password", "changeme", "REPLACE_WITH_RANDOM", "jwt_secret", "key_seed", "adminPas$word");

    static final List<Check> CHECKS = List.of(Check.of(
                    "SSO-006", CRITICAL, "The directory is open, or has the secrets of its template")
            .on(Kind.LLDAP)
            .passes("jwt_secret, key_seed and the admin's password are own ones, ports 3890 and 17170 not public")
            .because("whoever signs in there makes himself anybody")
            .source("LLDAP's example configuration")
            .run(Directory::directory));

    private Directory() {}

    private static Stream<Finding> directory(Facts facts) {
        Stream<Finding> secrets = facts.ini(Kind.LLDAP).stream()
                .flatMap(file -> Stream.of("jwt_secret", "key_seed", "ldap_user_pass")
                        .flatMap(key -> file.sections().stream().flatMap(section -> section.all(key)))
                        .filter(entry ->
                                TEMPLATE.contains(bare(entry)) || bare(entry).length() < SHORTEST)
                        .map(entry -> Finding.failed(
                                file.at(entry),
                                entry.key() + " = " + Mask.of(bare(entry)),
                                "32 random bytes; the admin's password a long one")));
        return Stream.concat(secrets, doors(facts));
    }

    private static String bare(IniFile.Entry entry) {
        String value = entry.value().strip();
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static Stream<Finding> doors(Facts facts) {
        Set<Integer> ports = Set.of(3890, 17170);
        Stream<Finding> forwards = facts.told().forwards().stream()
                .filter(forward -> ports.stream()
                        .anyMatch(port -> forward.ports().first() <= port
                                && port <= forward.ports().last()))
                .map(forward -> Finding.failed(
                        new Where(facts.told().file(), forward.line(), "forwarded-ports"),
                        "ports " + forward.ports() + " are passed on",
                        "close 3890 and 17170"));
        Stream<Finding> binds = facts.ini(Kind.LLDAP).stream()
                .flatMap(file -> Stream.of("ldap_host", "http_host")
                        .flatMap(key -> file.sections().stream().flatMap(section -> section.all(key)))
                        .filter(entry -> Set.of("0.0.0.0", "::").contains(bare(entry)))
                        .filter(entry -> facts.hostOf(file)
                                .flatMap(Told.Host::publicAddress)
                                .isPresent())
                        .map(entry -> Finding.failed(
                                file.at(entry),
                                entry.key() + " = " + bare(entry),
                                "the address of the LAN, or 127.0.0.1")));
        return Stream.concat(forwards, binds);
    }
}
