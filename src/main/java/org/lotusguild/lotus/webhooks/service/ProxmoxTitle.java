package org.lotusguild.lotus.webhooks.service;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a title of Proxmox is about, for senders that tell the type nowhere else. */
enum ProxmoxTitle {
    VZDUMP("vzdump", "^vzdump backup status"),
    PACKAGE_UPDATES("package-updates", "^New software packages available"),
    REPLICATION("replication", "^Replication Job: "),
    FENCING("fencing", "^(?:Trying to fence|Succe\\w+ fenc\\w+|fence) node "),
    GC("gc", "^Garbage Collect "),
    VERIFY("verify", "^Verify Datastore "),
    PRUNE("prune", "^Pruning datastore "),
    SYNC("sync", "^Sync (?:remote|datastore|pull|push) "),
    TAPE_BACKUP("tape-backup", "^Tape Backup "),
    TAPE_LOAD("tape-load", "^Load Media "),
    ACME("acme", "^(?:Could not renew|Certificate renewal|ACME)"),
    SYSTEM_MAIL("system-mail", " detected on host: ");

    private static final String TEST = "This is a test of the notification target";

    private final String type;
    private final Pattern pattern;

    ProxmoxTitle(String type, String pattern) {
        this.type = type;
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /** The type as Proxmox names it in {@code fields}. */
    static Optional<String> type(String title) {
        for (ProxmoxTitle one : values()) {
            if (one.pattern.matcher(title).find()) {
                return Optional.of(one.type);
            }
        }
        return Optional.empty();
    }

    static boolean test(Facts payload) {
        return payload.whole("message").contains(TEST);
    }

    static boolean known(Facts payload) {
        return type(payload.whole("title")).isPresent() || test(payload);
    }
}
