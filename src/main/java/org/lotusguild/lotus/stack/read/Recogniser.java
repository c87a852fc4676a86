package org.lotusguild.lotus.stack.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;

/** What a file that is no YAML is: told by what is in it, and only then by its name. */
final class Recogniser {
    /** Enough to know a file by; a table of rules may be long. */
    private static final int LOOK_AT = 400;

    /** Nobody writes longer lines that a file is known by; some rules take the square of the length. */
    private static final int LONGEST = 2_000;

    private static final List<Rule> BY_CONTENT = List.of(
            new Rule(Kind.SCRIPT, origin -> origin.line(1).startsWith("#!")),
            new Rule(Kind.LLDAP, some("\\s*(?:ldap_base_dn|ldap_user_dn|ldap_user_pass)\\s*=.*")),
            new Rule(Kind.FILTER, some("(?i)\\s*failregex\\s*[=:].*")),
            new Rule(Kind.UNIT, some("\\s*\\[(?:Unit|Service|Timer|Socket|Install|Mount)\\]\\s*")),
            new Rule(Kind.JAIL, some("\\s*(?:bantime|maxretry|findtime|journalmatch|banaction)\\s*=.*")),
            new Rule(
                    Kind.COTURN,
                    some(
                            "\\s*(?:static-auth-secret|use-auth-secret|lt-cred-mech|denied-peer-ip|external-ip|listening-port|tls-listening-port)(?:[= ].*)?")),
            new Rule(Kind.HBA, some("\\s*(?:local|host|hostssl|hostnossl|hostgssenc)\\s+\\S+\\s+\\S+\\s+\\S+.*")),
            new Rule(
                    Kind.NGINX,
                    some(
                            "\\s*(?:server|http|events|upstream\\s+\\S+|location\\s+\\S.*|map\\s+\\S.*|stream)\\s*\\{.*|\\s*(?:proxy_pass|proxy_set_header|limit_req_zone|ssl_protocols|ssl_certificate)\\s+.*;.*")),
            new Rule(Kind.SYSCTL, all("-?(?:net|vm|kernel|fs|user|dev)[./][A-Za-z0-9_./*-]+\\s*=.*")),
            new Rule(
                    Kind.POSTGRES,
                    some(
                            "\\s*(?:shared_buffers|effective_cache_size|work_mem|maintenance_work_mem|max_connections|listen_addresses|shared_preload_libraries|max_wal_size|autovacuum\\w*|wal_level|data_directory)\\s*[= ].*")),
            new Rule(
                    Kind.CRON,
                    some(
                            "\\s*(?:@(?:reboot|hourly|daily|weekly|monthly|yearly)|(?:[-0-9*,/]+\\s+){4}[-0-9A-Za-z*,/]+)\\s+[A-Za-z_][\\w-]*\\s+\\S.*")));

    /** Other programs know a <code>server {</code> or a <code>map {</code> as well, and some of them no semicolons. */
    private static final List<Rule> UNMISTAKABLE = List.of(
            new Rule(Kind.NGINX, named(".*/nginx[^/]*\\.conf")),
            new Rule(
                    Kind.NGINX,
                    some(
                            "\\s*(?:proxy_pass|proxy_set_header|limit_req_zone|ssl_protocols|ssl_certificate|server_name)\\s+.*;.*")));

    private static final List<Rule> BY_NAME = List.of(
            new Rule(Kind.SQL, named(".*\\.sql")),
            new Rule(Kind.COTURN, named(".*/turnserver[^/]*\\.conf")),
            new Rule(Kind.LLDAP, named(".*/lldap[^/]*\\.toml")),
            new Rule(Kind.HBA, named(".*pg_hba\\.conf")),
            new Rule(
                    Kind.POSTGRES, named(".*/postgresql(\\.auto)?\\.conf|.*/postgresql/(?:.*/)?conf\\.d/[^/]*\\.conf")),
            new Rule(Kind.UNIT, named(".*\\.(?:service|timer|socket)(?:\\.d/[^/]*\\.conf)?")),
            new Rule(Kind.JAIL, named(".*/(?:jail\\.d/[^/]*\\.(?:conf|local)|jail\\.(?:conf|local))")),
            new Rule(Kind.FILTER, named(".*/filter\\.d/[^/]*\\.(?:conf|local)")),
            new Rule(Kind.SYSCTL, named(".*/sysctl\\.d/[^/]*\\.conf|.*/sysctl\\.conf")),
            new Rule(
                    Kind.NGINX,
                    named(
                            ".*/nginx/(?:.*/)?[^/]*\\.(?:conf|inc)|.*/sites-(?:enabled|available)/[^/]*|.*/snippets/[^/]*\\.conf")),
            new Rule(Kind.SCRIPT, named(".*\\.sh")),
            new Rule(Kind.CRON, named(".*/cron\\.d/[^/]*|.*/crontab")));

    /** Texts, programs and files of MySQL: whatever stands in them, they are no configuration of ours. */
    private static final Set<String> NEVER =
            Set.of(".md", ".txt", ".log", ".html", ".js", ".css", ".py", ".pl", ".rb", ".cnf");

    private record Rule(Kind kind, Predicate<Origin> fits) {}

    private Recogniser() {}

    static Optional<Kind> kind(Origin origin) {
        if (origin.path().endsWith(".sql")) {
            return Optional.of(Kind.SQL);
        }
        return first(BY_CONTENT, origin).or(() -> first(BY_NAME, origin));
    }

    static boolean never(String path) {
        return NEVER.stream().anyMatch(path::endsWith);
    }

    /** Whether the name says so, too: a file of another program may have a line that fits. */
    static boolean named(Origin origin, Kind kind) {
        return first(BY_NAME, origin).filter(kind::equals).isPresent();
    }

    /** Whether what looks like that kind is of it though it cannot be read: by its name, or a line that nobody else writes. */
    static boolean surely(Origin origin, Kind kind) {
        return named(origin, kind)
                || UNMISTAKABLE.stream()
                        .anyMatch(rule -> rule.kind() == kind && rule.fits().test(origin));
    }

    private static Optional<Kind> first(List<Rule> rules, Origin origin) {
        return rules.stream()
                .filter(rule -> rule.fits().test(origin))
                .map(Rule::kind)
                .findFirst();
    }

    private static Predicate<Origin> some(String line) {
        Predicate<String> fits = Pattern.compile(line).asMatchPredicate();
        return origin -> origin.lines().stream()
                .limit(LOOK_AT)
                .filter(telling -> telling.length() <= LONGEST)
                .anyMatch(fits);
    }

    /** All lines that say something. */
    private static Predicate<Origin> all(String line) {
        Predicate<String> fits = Pattern.compile(line).asMatchPredicate();
        return origin -> {
            List<String> telling = origin.lines().stream()
                    .map(String::strip)
                    .filter(bare -> !bare.isEmpty() && !bare.startsWith("#") && !bare.startsWith(";"))
                    .limit(LOOK_AT)
                    .toList();
            return !telling.isEmpty() && telling.stream().allMatch(one -> one.length() <= LONGEST && fits.test(one));
        };
    }

    private static Predicate<Origin> named(String path) {
        Predicate<String> fits = Pattern.compile(path).asMatchPredicate();
        return origin -> fits.test("/" + origin.path());
    }
}
