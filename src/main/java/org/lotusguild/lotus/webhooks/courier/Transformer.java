package org.lotusguild.lotus.webhooks.courier;

import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.hook.Hook;
import tools.jackson.databind.node.ObjectNode;

/** Runs the script of a hook. For many threads. */
@FunctionalInterface
public interface Transformer {

    /** @param hook has a script */
    Transformed transform(Hook hook, Delivery delivery);

    /** What a script makes of a payload. */
    sealed interface Transformed {

        /** @param content of an {@code m.room.message}, harmless */
        record Content(ObjectNode content) implements Transformed {}

        /** It wants nothing posted. */
        record Nothing() implements Transformed {}

        /** The payload is shown as if there were no script; {@code why} in words, without anything of the payload. */
        record Failed(String why) implements Transformed {}
    }
}
