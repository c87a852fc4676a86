package org.lotusguild.lotus.webhooks.hook;

import java.net.URI;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/** What came of the wish for a hook. The address is as secret as a password. */
public sealed interface Made {

    /** @param secret what the sender has to show besides, where that was asked for */
    record Created(URI address, Optional<Secret> secret) implements Made {}

    /** One of this name in this room was there already. */
    record Existing(URI address) implements Made {}

    /** @param why for people, without the name before it */
    record Refused(String why) implements Made {}
}
