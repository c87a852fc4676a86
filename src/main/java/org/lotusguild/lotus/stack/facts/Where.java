package org.lotusguild.lotus.stack.facts;

/**
 * The place of a finding.
 *
 * @param file as it is shown, see {@link Origin#file}; empty if no file is meant
 * @param line from 1; 0 if what is wrong is that something is missing
 * @param path {@code listeners[1].bind_addresses}, a directive, or an SQL statement, address or command; may be empty
 */
public record Where(String file, int line, String path) {}
