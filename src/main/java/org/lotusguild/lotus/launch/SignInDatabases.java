package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.backup.DatabaseSource;
import org.lotusguild.lotus.stack.backup.Sources;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** The databases of single sign-on: on a host of their own they are not in a backup, nor where they are not where we put them. */
final class SignInDatabases {
    private SignInDatabases() {}

    /** What to say of a backup without them; empty where they are in it, where it tells of them itself, or where the guild has none. */
    static Optional<String> missing(StackBlock stack, Sources sources) {
        List<String> there =
                sources.databases().stream().map(DatabaseSource::part).toList();
        List<String> missing = Stream.of("lldap", "authelia")
                .filter(part -> !there.contains(part) && !sources.tellsOf(part))
                .toList();
        return stack.hosts().entrySet().stream()
                .filter(host -> host.getValue().roles().contains(Role.SSO) && !missing.isEmpty())
                .findFirst()
                .map(host -> "LEFT OUT: single sign-on, since the databases of " + String.join(" and ", missing)
                        + where(host.getKey(), host.getValue().roles().contains(Role.SYNAPSE)));
    }

    private static String where(String host, boolean here) {
        return here
                ? " are not where lotus render puts them: copy them yourself"
                : " are on the host " + host + ", whose INSTALL.md says how to copy them";
    }
}
