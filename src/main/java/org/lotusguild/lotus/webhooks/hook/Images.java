package org.lotusguild.lotus.webhooks.hook;

/** What becomes of a picture. */
public enum Images {
    THREAD,
    CAPTION,
    OFF
}
