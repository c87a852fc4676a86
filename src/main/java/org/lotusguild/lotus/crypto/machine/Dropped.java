package org.lotusguild.lotus.crypto.machine;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.OncePerHour;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was dropped: each is counted, and said once an hour for a sender and a reason. Only the machine's own thread of a step
 * uses it.
 */
final class Dropped {
    private static final Logger LOG = LoggerFactory.getLogger(Dropped.class);
    private static final String HOMESERVER = "the homeserver";

    private final Consumer<Ignored> counted;
    private final OncePerHour<Cause> once;
    private String sender = HOMESERVER;

    private record Cause(String sender, Ignored why) {}

    Dropped(Consumer<Ignored> counted, InstantSource clock) {
        this.counted = counted;
        this.once = new OncePerHour<>(clock);
    }

    /** What is dropped in this work was said by that user. */
    void from(UserId user, Runnable work) {
        sender = user.value();
        try {
            work.run();
        } finally {
            sender = HOMESERVER;
        }
    }

    /** It could not be read for a reason that lies with us. */
    void fault(CryptoException cause) {
        counted.accept(Ignored.OUR_FAULT);
        once.due(new Cause(sender, Ignored.OUR_FAULT))
                .ifPresent(keptBack -> LOG.atError()
                        .addKeyValue("sender", sender)
                        .addKeyValue("kind", cause.kind())
                        .addKeyValue("not_told_before", keptBack)
                        .setCause(cause)
                        .log("what came about keys is lost by a fault of this machine"));
    }

    void add(Ignored why) {
        counted.accept(why);
        if (why.usual()) {
            return;
        }
        once.due(new Cause(sender, why))
                .ifPresent(keptBack -> LOG.atWarn()
                        .addKeyValue("sender", sender)
                        .addKeyValue("why", why)
                        .addKeyValue("not_told_before", keptBack)
                        .log("what came about keys cannot be used; it is dropped"));
    }
}
