package org.lotusguild.lotus.webhooks.courier;

/** Is told when a delivery has left the courier's hands, whatever came of it. */
@FunctionalInterface
public interface Watcher {
    void over(String delivery);
}
