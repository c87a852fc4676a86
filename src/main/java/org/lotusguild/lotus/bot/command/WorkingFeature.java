package org.lotusguild.lotus.bot.command;

/** A feature that acts by itself, and may wait for the homeserver. */
public interface WorkingFeature extends Feature {

    /** Does what is to be done now. Called again a second after it has returned, by a thread of its own. */
    void work(Voice voice) throws InterruptedException;
}
