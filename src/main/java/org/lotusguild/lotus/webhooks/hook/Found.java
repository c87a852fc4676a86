package org.lotusguild.lotus.webhooks.hook;

/** What an id leads to. */
public sealed interface Found {

    record Open(Hook hook, Admission admission) implements Found {}

    /** It is switched off, and may come back. */
    record Disabled(String hook) implements Found {}

    /** It was removed, has expired, or the id was replaced. */
    record Gone() implements Found {}

    record Unknown() implements Found {}
}
