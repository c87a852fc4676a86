package org.lotusguild.lotus.webhooks.notice;

/** A fact with its name: {@code Host: 192.0.2.1}. */
public record Field(String label, String value) {}
