package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.backup.DatabaseSource;
import org.lotusguild.lotus.stack.backup.Sources;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** The databases of single sign-on: on a host of their own they are not in a backup. Of those here the backup itself tells. */
final class SignInDatabases {
    private SignInDatabases() {}

    /** What to say of a backup without them; empty where they are in it, are of Synapse's host, or where the guild has none. */
    static Optional<String> missing(StackBlock stack, Sources sources) {
        List<String> there =
                sources.databases().stream().map(DatabaseSource::part).toList();
        List<String> missing = Stream.of("lldap", "authelia")
                .filter(part -> !there.contains(part))
                .toList();
        return stack.hosts().entrySet().stream()
                .filter(host -> host.getValue().roles().contains(Role.SSO)
                        && !host.getValue().roles().contains(Role.SYNAPSE)
                        && !missing.isEmpty())
                .findFirst()
                .map(host -> "LEFT OUT: single sign-on, since the databases of " + String.join(" and ", missing)
                        + " are on the host " + host.getKey() + ", whose INSTALL.md says how to copy them");
    }
}
