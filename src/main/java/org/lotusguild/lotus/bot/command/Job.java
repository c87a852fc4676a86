package org.lotusguild.lotus.bot.command;

import org.lotusguild.lotus.base.id.EventId;

/** What a command does outside of Lotus, or for long. Blocking, on a virtual thread of its own, with time limits of its own. */
public interface Job {

    /**
     * The answer: a {@link Reply.Say} or {@link Reply.Refuse}. Where the draft was shown, it becomes the draft's last text.
     *
     * @throws InterruptedException if Lotus stops before there is anything to say; who asked is told at the next start
     */
    Reply run(Draft draft) throws InterruptedException;

    /** Claimed. Must not wait; comes in the order of the triggers of a room, before {@link #run}. */
    default void accepted() {}

    /** The first event of a draft that was shown has arrived. Comes before the last text is sent. */
    default void arrived(EventId first) {}
}
