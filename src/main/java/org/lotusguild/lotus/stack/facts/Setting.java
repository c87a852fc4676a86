package org.lotusguild.lotus.stack.facts;

/**
 * One line that sets something, of the files that know no nesting.
 *
 * @param key as it is written
 * @param value without quotes, blanks around it and the comment behind it; empty for a bare word
 * @param quoted whether it stood in quotes
 * @param comment what stands behind the value after {@code #}, without the sign and blanks; empty if nothing
 */
public record Setting(int line, String key, String value, boolean quoted, String comment) {}
