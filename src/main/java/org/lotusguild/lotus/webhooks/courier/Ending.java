package org.lotusguild.lotus.webhooks.courier;

/** How it ended for one room. */
sealed interface Ending {

    record Sent() implements Ending {}

    /** The room does not want it. */
    record Filtered() implements Ending {}

    /** It waits for the morning. */
    record Held() implements Ending {}

    /** The room refuses the sender: that may change within the hour. */
    record Refused(String why) implements Ending {}

    /** Nothing that we could do would help. */
    record Dead(String why) implements Ending {}
}
