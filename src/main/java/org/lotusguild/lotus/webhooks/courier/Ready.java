package org.lotusguild.lotus.webhooks.courier;

import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;

/** A notice that came from no delivery: what it looks like is known. */
record Ready(Notice notice, Speaker speaker) implements Face {

    @Override
    public Speaker speaker(Hook hook, Delivery delivery) {
        return speaker;
    }

    @Override
    public Speaker speaker(Hook hook, String service) {
        return speaker;
    }

    @Override
    public Made made(Hook hook, Delivery delivery) {
        return Made.fixed(Rendered.of(notice));
    }

    @Override
    public Rendered again(Hook hook, Delivery delivery, Root root) {
        return Rendered.of(notice);
    }
}
