package org.lotusguild.lotus.script;

/**
 * A script that cannot be kept: mostly {@link Kind#SYNTAX}.
 *
 * @param message one line for people
 * @param line counted from 1; 0 when it is not known
 * @param column counted from 1; 0 when it is not known
 */
public record Refused(Kind kind, String message, int line, int column) implements Compiled {}
