/**
 * The guild as code: space and rooms. In: the {@code guild:} part of the file and what is there already. Out: rooms and
 * state events. The planner is pure; only the applier does I/O.
 */
@NullMarked
package org.lotusguild.lotus.guild;

import org.jspecify.annotations.NullMarked;
