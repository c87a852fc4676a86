package org.lotusguild.lotus.stack.trial;

import java.net.URI;
import java.nio.file.Path;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;

/**
 * A prepared trial.
 *
 * @param url of the homeserver's client-server API, without a slash at the end
 * @param configuration the trial's {@code lotus.yaml}
 * @param registration of Lotus as an application service
 * @param fresh whether {@code lotus.yaml} was written just now, so that the passwords were never shown
 */
public record TrialGuild(
        URI url,
        String serverName,
        Path configuration,
        Path registration,
        Account admin,
        Account guest,
        boolean fresh) {

    /** Somebody who can log in with a password. */
    public record Account(UserId user, Secret password, Path passwordFile, boolean admin) {}
}
