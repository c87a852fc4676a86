package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Proxmox reports, however it was sent.
 *
 * @param type as Proxmox names it; empty if it cannot be told
 * @param host its first label; empty if it is not told
 * @param job the job's id; empty if there is none
 * @param text without the fences of Markdown
 */
record ProxmoxReport(String type, String host, String job, String title, String text, String severity, Facts fields) {
    private static final Pattern FENCE = Pattern.compile("^```\\w*[ \\t]*$\\n?", Pattern.MULTILINE);
    private static final Pattern IN_BRACKETS = Pattern.compile("\\(([A-Za-z0-9][A-Za-z0-9.-]{0,252})\\)");
    private static final Pattern ON_HOST = Pattern.compile(" on host: *([A-Za-z0-9][A-Za-z0-9.-]{0,252})");
    private static final Pattern QUOTED = Pattern.compile("'([^']{1,200})'");
    private static final Pattern NUMERIC = Pattern.compile("[\\d.:]+");

    static ProxmoxReport of(Facts payload) {
        Facts fields = payload.at("fields");
        String title = Words.line(payload.whole("title"));
        Optional<String> table = VzdumpTable.in(payload);
        String text = FENCE.matcher(table.orElse(payload.whole("message"))).replaceAll("");
        String told = fields.text("type").isEmpty() ? payload.text("type") : fields.text("type");
        String type = told.isEmpty() || table.isPresent()
                ? ProxmoxTitle.type(title).orElse(table.isPresent() ? "vzdump" : "")
                : told;
        String job = fields.text("job-id");
        return new ProxmoxReport(
                type,
                host(fields.text("hostname"), title),
                job.isEmpty() && type.equals("replication") ? found(QUOTED, title) : job,
                title,
                text,
                payload.text("severity"),
                fields);
    }

    private static String host(String told, String title) {
        String inTitle = found(IN_BRACKETS, title);
        String host = Words.lines(told, found(ON_HOST, title), title.contains("(") ? inTitle : "").stream()
                .findFirst()
                .orElse("");
        return NUMERIC.matcher(host).matches() ? host : host.split("\\.", 2)[0];
    }

    /** Whether the service itself calls it bad. */
    boolean failed() {
        String lower = title.toLowerCase(Locale.ROOT);
        return severity.equals("error") || lower.contains("failed") || lower.startsWith("could not");
    }

    /** The key of this thing: its job, or its host and type. */
    String key() {
        return host + ":" + (job.isEmpty() ? type : job);
    }

    /** {@code pve1 – backup finished}, or {@code Backup – finished} where no host is known. */
    String subject(String without) {
        return host.isEmpty() ? without : host;
    }

    /** What stands behind these words on their line; empty if nothing does. */
    String behind(String words) {
        return lines().stream()
                .filter(line -> line.startsWith(words))
                .map(line -> Words.known(line.substring(words.length())))
                .findFirst()
                .orElse("");
    }

    List<String> lines() {
        return text.lines().map(String::strip).toList();
    }

    String quoted() {
        return Words.known(found(QUOTED, title));
    }

    static String found(Pattern pattern, String text) {
        Matcher match = pattern.matcher(text);
        return match.find() ? match.group(1) : "";
    }
}
