package org.lotusguild.lotus.webhooks.image;

import org.lotusguild.lotus.base.id.MxcUri;

/** A picture that the homeserver has in clear. */
public record KnownPicture(MxcUri uri, String contentType, int width, int height, long size) {}
