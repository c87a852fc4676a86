package org.lotusguild.lotus.webhooks.notice;

/** A long part that is closed until somebody opens it: a table, a log. */
public record Collapse(String summary, String text) {}
