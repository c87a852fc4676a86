package org.lotusguild.lotus.stack.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.Tar;

/**
 * What one may show to others who help: texts in a tar, from which every secret of the home is taken out, and whatever looks like
 * one.
 */
public final class Bundle {
    private static final int SHORTEST = 6;
    private static final String MASK = "<secret>";
    /** Tokens of Synapse, of application services and logins, keys in base64, and passwords in addresses. */
    private static final List<Pattern> LOOKS_SECRET = List.of(
            Pattern.compile("\\b(?:syt|syl|syr|mat|mct|mcr|mpt)_[A-Za-z0-9_=-]{8,}"),
            Pattern.compile("(?<=(?:[?&])(?:access_token|token|key|signature)=)[^\\s&\"']+"),
            Pattern.compile("(?i)(?<=(?:bearer|basic) )[A-Za-z0-9._~+/=-]{8,}"),
            Pattern.compile(
                    "(?i)(?<=(?:password|passphrase|secret|token|macaroon)\\w{0,16}[\"']?[:=] ?[\"']?)(?!<|\\{|\\$|\\s)[^\\s\"',}]{4,}"),
            Pattern.compile("(?<=://[^/\\s:@]{1,64}:)[^@/\\s]+(?=@)"),
            Pattern.compile("AGE-SECRET-KEY-1[A-Z0-9]+"),
            Pattern.compile("(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}=?(?![A-Za-z0-9+/_=-])"));

    private final List<String> secrets;
    private final List<Tar.Entry> entries = new ArrayList<>();

    /** @param secrets values that must not be in it, whatever they look like */
    public Bundle(List<Secret> secrets) {
        this.secrets = secrets.stream()
                .flatMap(secret -> secret.value().lines())
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    public void add(String name, String text) {
        entries.add(new Tar.Entry("lotus-doctor/" + name, masked(text).getBytes(StandardCharsets.UTF_8)));
    }

    String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        for (Pattern pattern : LOOKS_SECRET) {
            masked = pattern.matcher(masked).replaceAll(MASK);
        }
        return masked;
    }

    public byte[] tar() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Tar.write(entries, out);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not refuse", e);
        }
        return out.toByteArray();
    }
}
