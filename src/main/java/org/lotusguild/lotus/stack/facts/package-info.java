/**
 * What the audit knows, as values: files with the line of everything that is written in them, and what people told about
 * their hosts. In: what the readers found. Out: questions that checks ask, starting from
 * {@link org.lotusguild.lotus.stack.facts.Facts}. Nothing here opens a file, a socket or a clock.
 */
@NullMarked
package org.lotusguild.lotus.stack.facts;

import org.jspecify.annotations.NullMarked;
