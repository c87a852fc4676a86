package org.lotusguild.lotus.script;

/**
 * The HTTP answer that a script wants for a caller who waits for it.
 *
 * @param body at most 64 KiB in UTF-8
 * @param contentType {@code text/…} or {@code application/json}, maybe with a charset
 * @param status 200 to 599
 */
public record Answer(String body, String contentType, int status) {}
