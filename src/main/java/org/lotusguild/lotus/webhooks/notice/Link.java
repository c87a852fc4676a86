package org.lotusguild.lotus.webhooks.notice;

import java.net.URI;

/** @param to http or https, without user info */
public record Link(String label, URI to) {}
