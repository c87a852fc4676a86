package org.lotusguild.lotus.bot.poll;

import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code bot.poll}.
 *
 * @param nativeType under which names {@code --native} polls are sent (MSC3381)
 */
public record PollConfig(@Default("unstable") NativeType nativeType) {

    /** Element reads {@code org.matrix.msc3381.…} (unstable); {@code m.poll.…} is what the specification has. */
    public enum NativeType {
        UNSTABLE,
        STABLE
    }
}
