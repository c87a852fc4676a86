package org.lotusguild.lotus.it;

/**
 * What a verification came to at an independent client.
 *
 * @param shown the seven names, empty if none were shown
 * @param error empty if it was done
 * @param code of the cancellation, if there was one
 */
record Compared(String shown, String error, String code) {}
