/**
 * Writes the configuration of the servers. Comes in: a {@link org.lotusguild.lotus.stack.plan.Plan} and the values of secrets,
 * for programs that cannot read them from a path. Goes out: files as values, the same bytes for the same plan. No file is
 * touched here.
 *
 * <p>One {@link org.lotusguild.lotus.stack.render.Writer} a program, all in the list of
 * {@link org.lotusguild.lotus.stack.render.Renderer}.
 */
@NullMarked
package org.lotusguild.lotus.stack.render;

import org.jspecify.annotations.NullMarked;
