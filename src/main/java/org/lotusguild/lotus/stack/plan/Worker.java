package org.lotusguild.lotus.stack.plan;

import java.util.Locale;

/**
 * One process of Synapse beside the main one.
 *
 * @param number from 1, over all workers: its ports are the first of the range plus {@code number - 1}
 * @param index from 1, among those of its kind
 */
public record Worker(Kind kind, int number, int index) {

    /** What a worker is for. */
    public enum Kind {
        SYNC,
        INITIAL_SYNC,
        CLIENT,
        FEDERATION_IN,
        FEDERATION_SENDER,
        PUSHER,
        MEDIA,
        EVENT_PERSISTER,
        BACKGROUND,
        STREAM_WRITER;

        /** Whether it answers requests of clients or servers, by way of the proxy. */
        public boolean routed() {
            return this == SYNC
                    || this == INITIAL_SYNC
                    || this == CLIENT
                    || this == FEDERATION_IN
                    || this == MEDIA
                    || this == STREAM_WRITER;
        }
    }

    /** {@code worker_name}: {@code sync-1}. */
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + index;
    }
}
