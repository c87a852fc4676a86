package org.lotusguild.lotus.webhooks.calm;

import org.lotusguild.lotus.webhooks.notice.Notice;

/** Where a notice of a group goes. Each has the group to keep from now on. */
public sealed interface Placement {

    Group group();

    /**
     * Into a message of its own, like any other. Where {@code group.gathered()} that message is the group's: what joins later
     * is shown there.
     */
    record Alone(Group group) implements Placement {}

    /** The message of the group shows this from now on; nothing new is posted. */
    record Joins(Group group, Notice shown) implements Placement {}

    /** Posted now, as the message of the group. */
    record Gathers(Group group, Notice shown) implements Placement {}
}
