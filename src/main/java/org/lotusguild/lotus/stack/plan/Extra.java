package org.lotusguild.lotus.stack.plan;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.config.Verbatim;
import org.lotusguild.lotus.stack.facts.Mask;

/**
 * What the plan has no word for: it goes into the programs' files as it stands. What Lotus writes there itself cannot be said here
 * again; {@code stack.render} refuses it.
 *
 * @param synapse into {@code homeserver.yaml}
 * @param livekit into {@code livekit.yaml}
 * @param coturn lines of {@code turnserver.conf}
 * @param postgres settings of {@code postgresql.conf}
 * @param pgHba lines of {@code pg_hba.conf}, behind ours
 * @param sysctl settings of the kernel, on the hosts with media
 * @param nginx by the name of one of our servers: directives and locations in it; by {@link #ANYWHERE}: beside our servers
 */
public record Extra(
        @Default("{}") Verbatim synapse,
        @Default("{}") Verbatim livekit,
        List<String> coturn,
        Map<String, String> postgres,
        List<String> pgHba,
        Map<String, String> sysctl,
        Map<String, String> nginx) {
    public static final Extra NONE = new Extra(
            new Verbatim(Map.of()), new Verbatim(Map.of()), List.of(), Map.of(), List.of(), Map.of(), Map.of());
    public static final String ANYWHERE = "http";

    private static final Pattern PG_NAME = Pattern.compile("[a-z_][a-z0-9_.]{0,100}");
    private static final Pattern SYSCTL_NAME = Pattern.compile("[a-z][A-Za-z0-9_.-]{0,100}");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]{1,1000}");
    private static final Pattern LINES = Pattern.compile("[\\n\\t[^\\p{Cntrl}]]*");

    /** Lines of coturn that hold a password in their value. */
    private static final Pattern COTURN_SECRET = Pattern.compile("(?:user|[a-z]+-userdb|oauth)\\s*=.*");

    /** Options of {@code pg_hba.conf} that are passwords of other servers. */
    private static final Pattern HBA_SECRET = Pattern.compile("(?i)\\b(?:ldapbindpasswd|radiussecrets)\\s*=");

    /** Where a setting of PostgreSQL says how another server is reached. */
    private static final Pattern CONNECTION_SECRET = Pattern.compile("(?i)\\bpassword\\s*=");

    public Extra {
        secretless("synapse", synapse.values());
        secretless("livekit", livekit.values());
        coturn.forEach(line -> {
            line("coturn", line);
            String bare = line.strip();
            if (Mask.names(bare.split("[= ]", 2)[0])
                    || COTURN_SECRET.matcher(bare).matches()) {
                throw secret("coturn");
            }
        });
        pgHba.forEach(line -> {
            line("pg-hba", line);
            if (HBA_SECRET.matcher(line).find()) {
                throw secret("pg-hba");
            }
        });
        pairs("postgres", postgres, PG_NAME);
        postgres.forEach((name, value) -> {
            if (CONNECTION_SECRET.matcher(value).find()) {
                throw secret("postgres." + name);
            }
        });
        pairs("sysctl", sysctl, SYSCTL_NAME);
        nginx.forEach((name, text) -> {
            if (!LINES.matcher(text).matches()) {
                throw new IllegalArgumentException("nginx." + name + ": must be lines, without control signs");
            }
        });
    }

    private static void line(String key, String line) {
        if (!LINE.matcher(line).matches() || line.isBlank()) {
            throw new IllegalArgumentException(key + ": each must be one line, without control signs");
        }
    }

    private static void pairs(String key, Map<String, String> pairs, Pattern names) {
        pairs.forEach((name, value) -> {
            if (!names.matcher(name).matches()) {
                throw new IllegalArgumentException(key + "." + name + ": not a name of a setting");
            }
            line(key + "." + name, value);
        });
    }

    private static void secretless(String path, Map<?, ?> block) {
        block.forEach((key, value) -> {
            String at = path + "." + key;
            if (value instanceof Map<?, ?> inner) {
                secretless(at, inner);
            } else if ((value instanceof String || value instanceof Number) && Mask.names(key.toString())) {
                throw secret(at);
            } else if (value instanceof List<?> items) {
                items.stream()
                        .filter(Map.class::isInstance)
                        .map(Map.class::cast)
                        .forEach(item -> secretless(at, item));
            }
        });
    }

    private static IllegalArgumentException secret(String at) {
        return new IllegalArgumentException(
                at
                        + ": a secret does not belong into this file; put the setting into a file of your own beside those of Lotus");
    }
}
