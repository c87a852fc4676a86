package org.lotusguild.lotus.webhooks.hook;

import java.util.List;

/** A hook with all that is known of it. */
public record Known(Hook hook, Admission admission, Origin origin, Switches switches) {

    Known asking(List<Auth> auth) {
        Admission asks = new Admission(auth, admission.addresses(), admission.get(), admission.maxBody());
        return new Known(hook, asks, origin, switches);
    }

    /** Where it comes from. */
    public enum Origin {
        FILE,
        COMMAND,
        HOOKSHOT
    }
}
