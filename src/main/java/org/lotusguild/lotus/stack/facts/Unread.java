package org.lotusguild.lotus.stack.facts;

/**
 * A file that is there and could not be understood.
 *
 * @param where with line 0 if the whole is meant
 * @param because one sentence, which quotes nothing of the file
 */
public record Unread(Where where, String because) {}
