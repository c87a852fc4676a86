package org.lotusguild.lotus.bot.command;

/** Where those who run the guild hear what somebody should do. */
@FunctionalInterface
public interface Desk {

    /** Never waits and never throws; the same line again within ten minutes is dropped. */
    void tell(String line);
}
