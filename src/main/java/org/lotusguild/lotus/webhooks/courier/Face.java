package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.List;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;

/** What deliveries look like. For many threads; never throws because of what a payload holds. */
public interface Face {

    /** The rooms of the hook that it is for. */
    default List<Target> targets(Hook hook) {
        return hook.targets();
    }

    /** In whose name it is posted. */
    Speaker speaker(Hook hook, Delivery delivery);

    /** In whose name something is posted that no delivery says by itself; {@code service} as a hook names it. */
    Speaker speaker(Hook hook, String service);

    /** When {@link #made} may be asked for this hook: its script may have taken too much of the processor. */
    default Instant notBefore(Hook hook) {
        return Instant.EPOCH;
    }

    /** May take as long as a script may run. The same delivery gives the same. */
    Made made(Hook hook, Delivery delivery);

    /** What a delivery that was {@link Made#of told} is told as, now that the message is known that stands for the same thing. */
    Rendered again(Hook hook, Delivery delivery, Root root);
}
